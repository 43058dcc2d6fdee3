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
    public string QuickProfile => "minutes on two cores: gradients, failures, step times and short schedules of a small ResNet; the published 350-epoch runs not at all";

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
