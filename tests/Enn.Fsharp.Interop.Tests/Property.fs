module Enn.Interop.Tests.Property

open FsCheck

/// Where generated cases start; a failure's message gives the seed of the case itself.
let private seed, private gamma = 20261121UL, 1UL

/// Checks a property on 200 generated cases, always the same ones.
let check (property: 'property) = Check.One(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(seed, gamma), property)
