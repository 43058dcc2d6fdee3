using Enn.Data.Captions;

namespace Enn.Experiments.EigenPaper;

/// <summary>The retrieval runs of the quick profile, and their table.</summary>
public static class RetrievalRuns
{
    /// <summary>The table's name.</summary>
    public const string TableName = "retrieval-small";

    // Part of every run's identity: to be raised when a change of this code changes results.
    private const string Revision = "1";

    // The official scripts' epochs.
    private const int ProtocolEpochs = 1000;

    /// <summary>The table: the paper's two models with Eigen layers and with dense ones, on each set that is here.</summary>
    /// <param name="seeds">Seeds 0 to <paramref name="seeds"/> - 1.</param>
    /// <param name="data">The device.</param>
    public static PlannedTable Plan(int seeds, LoadedData data)
    {
        var rows = (from set in RetrievalData.Names
                    from withLong in new[] { false, true }
                    from eigen in new[] { true, false }
                    select new Row(set, new RetrievalProtocol(eigen, withLong), RetrievalData.WhatIsMissing(set))).Select(row => row with { Runs = [.. Runs(row, seeds, data).Select(run => run.Without(row.NotRun))] }).ToList();
        return new PlannedTable(TableName, [.. rows.SelectMany(row => row.Runs)], records => Show(rows, records));
    }

    private sealed record Row(string Set, RetrievalProtocol Protocol, string? NotRun)
    {
        internal IReadOnlyList<PlannedRun> Runs { get; init; } = [];
    }

    private static List<PlannedRun> Runs(Row row, int seeds, LoadedData data) => [.. Enumerable.Range(0, seeds).Select(seed =>
    {
        var settings = new RunSettings(
        [
            new("paper", "eigen"), new("revision", Revision), new("task", "retrieval"), new("dataset", row.Set), new("seed", $"{seed}"), new("dtype", "float32"),
            new("device", data.Device.type.ToString().ToLowerInvariant()), .. row.Protocol.Settings(),
        ]);
        return new PlannedRun(settings, $"{settings["method"]} {settings["layers"]} {row.Set} seed {seed}", row.Protocol.Epochs, ProtocolEpochs, row.Protocol.Epochs, () =>
        {
            using var set = RetrievalData.Load(row.Set);
            return new RetrievalProcess(row.Protocol, set, seed, data.Device);
        })
        { Headline = RetrievalProcess.Recall(true, 10) };
    })];

    private static Table Show(IReadOnlyList<Row> rows, IReadOnlyDictionary<RunSettings, RunRecord> records)
    {
        var lines = rows.Select(row =>
        {
            var found = row.Runs.Select(run => records.GetValueOrDefault(run.Settings)).OfType<RunRecord>().ToList();
            IEnumerable<string> Recalls(bool fromImages) => RetrievalProcess.Cutoffs.Select(k => Measurement.Of(found, RetrievalProcess.Recall(fromImages, k))?.ToString(percent: true) ?? Table.Missing);
            return (IReadOnlyList<string>)
            [
                row.Set, row.Protocol.WithLong ? "Long-ECLIP" : "ECLIP", row.Protocol.IsEigen ? "Eigen" : "dense", .. Recalls(true), .. Recalls(false),
                found.Count > 0 || row.NotRun is null ? Measurement.Epochs(row.Runs, found) : "not run", found.Count > 0 ? $"{found.Sum(r => r.Seconds):0.0}" : Table.Missing,
            ];
        });
        var test = new RetrievalProtocol(true, false).TestImages;
        string Chance(int k) => $"{100.0 * k / test:0.0}";
        return new Table("Eigen networks: retrieval with small encoders (Recall@K, %)",
            [
                new("dataset"), new("model"), new("layers"), .. from way in new[] { "I2T", "T2I" } from k in RetrievalProcess.Cutoffs select new TableColumn($"{way} @{k}", true),
                new TableColumn("epochs", true), new TableColumn("seconds", true),
            ], [.. lines],
            [
                $"A ResNet-18 an eighth as wide on images of 32 pixels, character n-grams instead of a CLIP text model; {test} test images with five captions each, chance T2I {string.Join(", ", RetrievalProcess.Cutoffs.Select(Chance))}. No number of the paper is for these.",
                "Ties count against the right answer; after the last epoch. The drawn scenes' captions leave things out, so several scenes may fit one.",
                .. rows.Where(row => !row.Runs.Any(run => records.ContainsKey(run.Settings))).Select(row => row.NotRun).OfType<string>().Distinct().Select(reason => "Not run: " + reason),
            ]);
    }
}
