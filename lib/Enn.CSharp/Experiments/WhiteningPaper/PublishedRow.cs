namespace Enn.Experiments.WhiteningPaper;

/// <summary>A row of a published table: test errors in per cent.</summary>
/// <param name="Method">What the paper calls it.</param>
/// <param name="Setting">The column it stands under.</param>
/// <param name="Best">The least error over repetitions; null where none is given.</param>
/// <param name="Mean">Mean and standard deviation; null where none is given.</param>
/// <param name="Success">The share of repetitions without NaN, in per cent; null where none is given.</param>
/// <param name="Norm">What is to be run for it.</param>
public sealed record PublishedRow(string Method, string Setting, double? Best, PublishedResult? Mean, double? Success, NormChoice Norm)
{
    /// <summary>The ResNet's depth.</summary>
    public int Depth { get; init; } = 18;

    /// <summary>The data set.</summary>
    public string Dataset { get; init; } = Data.Cifar10.Name;
}

/// <summary>A published table.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Title">Its heading, with where it was published.</param>
/// <param name="Rows">Its rows.</param>
public sealed record PublishedTable(string Name, string Title, IReadOnlyList<PublishedRow> Rows);
