namespace Enn.Notebooks;

/// <summary>Values on their way from F# cells into a C# cell.</summary>
public static class CellBag
{
    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, object> Values { get; internal set; } = new Dictionary<string, object>();
}
