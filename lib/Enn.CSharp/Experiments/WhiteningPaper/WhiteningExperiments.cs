namespace Enn.Experiments.WhiteningPaper;

/// <summary>Backpropagation-friendly eigendecomposition (Wang et al., NeurIPS 2019).</summary>
public sealed class WhiteningExperiments : IPaper
{
    private static readonly string[] Measured = [Fidelity.Name, Failures.Name, ShortSchedules.Name, StepTime.Name];

    /// <inheritdoc/>
    public string Name => "whitening";

    /// <inheritdoc/>
    public string Title => "Backpropagation-friendly eigendecomposition (NeurIPS 2019, arXiv 1906.09023)";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables { get; } = [.. PublishedTables.All.Select(table => table.Name), .. Measured];

    /// <inheritdoc/>
    public IReadOnlyList<string> DefaultTables(int seeds) => Tables;

    /// <inheritdoc/>
    public string QuickProfile => $"a ResNet-18 an eighth as wide behind the paper's 64-channel stem, some 140 steps with each norm, on Fashion-MNIST and, where it is there, CIFAR-10; gradients, their failures on stems and step times are measured; minutes on two cores, and none of the published tables, whose networks take {TrainingSchedule.Paper.Epochs} epochs each";

    /// <inheritdoc/>
    public IReadOnlyList<PlannedTable> Plan(IReadOnlyList<string> tables, Profile profile, int seeds, LoadedData data) =>
    [
        .. PublishedTables.All.Where(table => tables.Contains(table.Name)).Select(table => PublishedComparison.Plan(table, profile, seeds, data)),
        .. Measured.Where(tables.Contains).Select(name => name switch
        {
            Fidelity.Name => Fidelity.Plan(seeds),
            Failures.Name => Failures.Plan(seeds, data),
            ShortSchedules.Name => ShortSchedules.Plan(seeds, data),
            _ => StepTime.Plan(data),
        }),
    ];
}
