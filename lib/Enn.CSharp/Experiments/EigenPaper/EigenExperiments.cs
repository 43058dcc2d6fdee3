using Enn.Data;
using Enn.Eigen;

namespace Enn.Experiments.EigenPaper;

/// <summary>Eigen Neural Network: Unlocking Generalizable Vision with Eigenbasis (arXiv 2508.01219).</summary>
public sealed class EigenExperiments : IPaper
{
    private const string Classification = "classification", Retrieval = "retrieval", Scripts = "scripts";

    // What the comparison is about is smaller than what a seed changes: it always has several.
    private const int ComparisonSeeds = 3;

    // What the scripts do is compared on one data set, what they meant on both: the other half would double the time and say the same.
    private static IEnumerable<string> Datasets(string preset) => preset == Presets.PaperIntent ? [FashionMnist.Name, Cifar10.Name] : [FashionMnist.Name];

    /// <inheritdoc/>
    public string Name => "eigen";

    /// <inheritdoc/>
    public string Title => "Eigen Neural Network (arXiv 2508.01219)";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => [.. Presets.Names, Classification, Retrieval, RetrievalRuns.TableName, Scripts];

    /// <inheritdoc/>
    public IReadOnlyList<string> DefaultTables(int seeds) => [Presets.PaperIntent, Classification, Retrieval, RetrievalRuns.TableName];

    /// <inheritdoc/>
    public string QuickProfile => $"a ResNet-18 an eighth as wide on Fashion-MNIST and, where it is there, CIFAR-10, {ComparisonSeeds} seeds; retrieval with such an encoder on drawn scenes and, where they are there, 1,000 photographs; 5 to 10 minutes on two cores, and none of the paper's networks; --table paper-code trains the same to the letter of the scripts";

    /// <inheritdoc/>
    public IReadOnlyList<PlannedTable> Plan(IReadOnlyList<string> tables, Profile profile, int seeds, LoadedData data)
    {
        var planned = new List<PlannedTable>();
        foreach (var preset in Presets.Names.Where(tables.Contains))
        {
            var rows = Datasets(preset).SelectMany(dataset => ClassificationPlan.Comparison(preset, dataset, Math.Max(seeds, ComparisonSeeds), data)).ToList();
            planned.Add(new PlannedTable(preset, [.. rows.SelectMany(row => row.Runs)], records => EigenTables.Comparison(preset, rows, records)));
        }
        if (tables.Contains(Classification))
        {
            var rows = PublishedErrors.All.Select(column =>
            {
                var (runs, notRun) = ClassificationPlan.Published(column, profile, seeds, data);
                return (column, runs, notRun);
            }).ToList();
            planned.Add(new PlannedTable(Classification, [.. rows.SelectMany(row => row.runs)], records => EigenTables.Classification(rows, records)));
        }
        if (tables.Contains(Retrieval)) planned.Add(new PlannedTable(Retrieval, [], _ => EigenTables.Retrieval()) { NotRun = EigenTables.RetrievalNeeds });
        if (tables.Contains(RetrievalRuns.TableName)) planned.Add(RetrievalRuns.Plan(seeds, data));
        if (tables.Contains(Scripts)) planned.Add(new PlannedTable(Scripts, [], _ => EigenTables.Scripts()));
        return planned;
    }
}
