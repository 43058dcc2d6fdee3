namespace Enn.Experiments.EigenPaper;

/// <summary>A row of the quick comparison.</summary>
/// <param name="Dataset">The data.</param>
/// <param name="Name">The method as tables name it.</param>
/// <param name="Runs">Its runs, one a seed.</param>
/// <param name="NotRun">What is missing to run them; null where nothing is. Recorded runs show all the same.</param>
public sealed record ComparedMethod(string Dataset, string Name, IReadOnlyList<PlannedRun> Runs, string? NotRun = null);
