using FsCheck;
using FsCheck.Fluent;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>Runs a property on generated cases; a failure shows the case, whose seed rebuilds it, and FsCheck's replay seed.</summary>
internal static class Property
{
    internal static void Holds<T>(Gen<T> cases, Action<T> body, int count = 40) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(count), Prop.ForAll(Arb.From(cases), body));

    /// <summary>Seeds of everything that is drawn inside a case.</summary>
    internal static Gen<int> Seeds => Gen.Choose(0, int.MaxValue - 1);
}
