namespace Enn.Notebooks.Execution;

/// <summary>The values that the cells of a language have named.</summary>
internal interface ISharedNames
{
    /// <summary>Names and values, without those that are null.</summary>
    IEnumerable<(string Name, object Value)> Values();
}
