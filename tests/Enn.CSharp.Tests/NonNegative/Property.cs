using FsCheck;
using FsCheck.Fluent;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>Runs a property on generated cases; a failure shows the case, whose seed rebuilds it, and FsCheck's replay seed.</summary>
internal static class Property
{
    // The same cases every time; ENN_TEST_SEED=<number> draws others, and a failure prints the seed that replays it.
    private static readonly ulong Seed = ulong.TryParse(Environment.GetEnvironmentVariable("ENN_TEST_SEED"), out var seed) ? seed : 20_261_121;

    internal static void Holds<T>(Gen<T> cases, Action<T> body, int count = 40) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(Seed, 1), Prop.ForAll(Arb.From(cases), body));

    /// <summary>Seeds of everything that is drawn inside a case.</summary>
    internal static Gen<int> Seeds => Gen.Choose(0, int.MaxValue - 1);
}
