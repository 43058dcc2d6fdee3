using Microsoft.FSharp.Collections;

namespace Enn.Notebooks.FSharp;

/// <summary>F# lists from C#.</summary>
internal static class FSharpList
{
    internal static FSharpList<T> Empty<T>() => FSharpList<T>.Empty;

    internal static FSharpList<T> Of<T>(IEnumerable<T> items) => ListModule.OfSeq(items);
}
