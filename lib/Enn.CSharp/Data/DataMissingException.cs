namespace Enn.Data;

/// <summary>A data set is not on this machine. The message says which files are needed, where they were looked for, and how to get them.</summary>
public sealed class DataMissingException : IOException
{
    /// <summary>Describes a missing data set.</summary>
    /// <param name="dataset">Its name.</param>
    /// <param name="needed">The files it consists of.</param>
    /// <param name="places">The folders that were looked into.</param>
    /// <param name="remedy">How to get it.</param>
    public DataMissingException(string dataset, string needed, IEnumerable<string> places, string remedy)
        : base($"{dataset} is not here: needed {needed} in {string.Join(" or ", places)}. {remedy}")
    {
        Dataset = dataset;
        Needed = needed;
        Remedy = remedy;
    }

    /// <summary>The data set's name.</summary>
    public string Dataset { get; }

    /// <summary>The files it consists of.</summary>
    public string Needed { get; }

    /// <summary>How to get it.</summary>
    public string Remedy { get; }
}
