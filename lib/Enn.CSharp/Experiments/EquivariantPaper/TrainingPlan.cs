using System.Globalization;
using Enn.Equivariant;
using static TorchSharp.torch;

namespace Enn.Experiments.EquivariantPaper;

/// <summary>Turns trainings into runs with an identity.</summary>
internal static class TrainingPlan
{
    // Part of every run's identity: to be raised when a change of this code changes results.
    private const string Revision = "1";

    /// <summary>Runs with seeds 0 to <paramref name="seeds"/> - 1.</summary>
    internal static IReadOnlyList<PlannedRun> Create(NetChoice net, string dataset, TrainingProtocol protocol, double protocolEpochs, int seeds, LoadedData data) =>
        [.. Enumerable.Range(0, seeds).Select(seed => Create(net, dataset, protocol, protocolEpochs, (long)seed, data))];

    private static PlannedRun Create(NetChoice net, string dataset, TrainingProtocol protocol, double protocolEpochs, long seed, LoadedData data)
    {
        static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
        var settings = new RunSettings(new Dictionary<string, string>
        {
            ["paper"] = "equivariant",
            ["revision"] = Revision,
            ["net"] = net.Name,
            ["dataset"] = dataset,
            ["mode"] = protocol.Mode == EquivarianceMode.Exact ? "exact" : "official",
            ["optimizer"] = (protocol.IsAdam ? "adam" : "nesterov") + (protocol.ResetsOptimizer ? ", new each epoch" : ""),
            ["rate"] = Number(protocol.Rate),
            ["factor"] = Number(protocol.Factor),
            ["milestones"] = string.Join(' ', protocol.Milestones),
            ["decay"] = Number(protocol.Decay),
            ["batch"] = protocol.Batch.ToString(),
            ["epochs"] = protocol.Epochs.ToString(),
            ["dropout"] = Number(protocol.Dropout),
            ["fraction"] = Number(protocol.Fraction),
            ["held_out"] = Number(protocol.HeldOut),
            ["selection"] = protocol.Selection switch { Selection.Validation => "validation", Selection.LastEpoch => "last", _ => "best on test" } + (protocol.SelectionFrom > 0 ? $" from epoch {protocol.SelectionFrom + 1}" : ""),
            ["test_images"] = protocol.TestImages?.ToString() ?? "all",
            ["dtype"] = "float32",
            ["device"] = data.Device.type.ToString().ToLowerInvariant(),
            ["seed"] = seed.ToString(),
        });
        var label = $"{net.Name} {dataset}{(protocol.Fraction < 1 ? $" {protocol.Fraction:0.###}" : "")} seed {seed}";
        return new PlannedRun(settings, label, protocol.Epochs, protocolEpochs, protocol.Epochs * protocol.Fraction, () => new TrainingProcess(net, protocol, data[dataset], seed, data.Device))
        {
            Headline = TrainingProcess.TestAccuracy,
            // Dropout draws from the process's generator.
            Exclusive = protocol.Dropout > 0,
        };
    }
}
