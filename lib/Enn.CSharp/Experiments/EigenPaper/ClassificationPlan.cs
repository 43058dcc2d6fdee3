using Enn.Data;
using Enn.Eigen;

namespace Enn.Experiments.EigenPaper;

/// <summary>Turns protocols into runs with an identity.</summary>
public static class ClassificationPlan
{
    // Part of every run's identity: to be raised when a change of this code changes results.
    private const string Revision = "1";

    /// <summary>The network of the quick profile: the paper's smallest, an eighth as wide.</summary>
    public const int QuickDepth = 18;

    /// <summary>Channels of its stem.</summary>
    public const int QuickWidth = 8;

    // Some 700 steps in all: half a minute of one core.
    private const int QuickBatch = 32, QuickEpochs = 3;
    private const double QuickShare = 0.128;

    // ENN-l within the quick budget. The paper's heads read every pixel of every channel: a random guess at where in the picture a feature belongs, which takes
    // a unit far more than 700 steps to follow. Averaged over a 4 x 4 grid most of that guess is gone. The rate is the one that the official schedules of ENN-l
    // reach for the classifier; a unit of two or three layers bears it.
    private const double QuickLocalRate = 5e-3;
    private static readonly LocalHeadOptions _quickHeads = new(HeadInput.Pooled, 4);

    /// <summary>Runs of one protocol, one a seed.</summary>
    /// <param name="preset">Which reading of the scripts it is.</param>
    /// <param name="protocol">What to run.</param>
    /// <param name="dataset">On which data.</param>
    /// <param name="share">The share of each epoch's batches that is used.</param>
    /// <param name="protocolEpochs">The epochs that the script asks for.</param>
    /// <param name="seeds">Seeds 0 to <paramref name="seeds"/> - 1.</param>
    /// <param name="data">Where images come from.</param>
    public static IReadOnlyList<PlannedRun> Create(string preset, Protocol protocol, string dataset, double share, int protocolEpochs, int seeds, LoadedData data) =>
    [
        .. Enumerable.Range(0, seeds).Select(seed =>
        {
            var settings = new RunSettings(
            [
                new("paper", "eigen"), new("revision", Revision), new("preset", preset), new("dataset", dataset), new("epoch_share", share.ToString("R")), new("seed", seed.ToString()),
                new("dtype", "float32"), new("device", data.Device.type.ToString().ToLowerInvariant()), .. protocol.Settings(),
            ]);
            var epochs = protocol.Epochs * share;
            var method = settings["heads"] is { } heads ? $"{settings["method"]} ({heads} heads)" : settings["method"];
            return new PlannedRun(settings, $"{method} {settings["network"]} {dataset} {preset} seed {seed}", epochs, protocolEpochs, epochs * protocol.Width * (protocol.Method == Method.Dense ? 2 : 3),
                () => new ClassificationProcess(protocol, data[dataset], preset == Presets.PaperCode, seed, share, data.Device))
            { Headline = ClassificationProcess.TestError };
        }),
    ];

    /// <summary>
    /// The quick comparison of one preset on one data set: the dense twin, ENN and ENN-l with the same network, batches and steps. <see cref="Presets.PaperIntent"/>
    /// has ENN-l twice: with the paper's heads and the rate of the others, and with heads and rate that suit so few steps.
    /// </summary>
    public static IReadOnlyList<ComparedMethod> Comparison(string preset, string dataset, int seeds, LoadedData data)
    {
        const int StepsPerEpoch = 50_000 / QuickBatch;
        Protocol Small(OfficialScript script) =>
            Presets.Of(preset, script, StepsPerEpoch) with { Depth = QuickDepth, Width = QuickWidth, Batch = QuickBatch, Epochs = QuickEpochs };
        var (bp, local) = (OfficialScripts.Named("ENN", "cifar10_r50_bp"), OfficialScripts.Named("ENN-l", "cifar10_r50"));
        var (enn, ennLocal) = (Small(bp), Small(local));
        var missing = ImageDataset.WhatIsMissing(dataset);
        ComparedMethod Row(string name, Protocol protocol, OfficialScript script) =>
            new(dataset, name, [.. Create(preset, protocol, dataset, QuickShare, script.Epochs, seeds, data).Select(run => run.Without(missing))], missing);
        List<ComparedMethod> rows = [Row("dense twin", Presets.Dense(enn), bp), Row("ENN", enn, bp), Row("ENN-l", ennLocal, local)];
        if (preset == Presets.PaperIntent) rows.Add(Row("ENN-l, pooled heads", ennLocal with { Recipe = ennLocal.Recipe with { Rate = QuickLocalRate }, Heads = _quickHeads }, local));
        return rows;
    }

    /// <summary>The runs of a published number by its script, and why they are not made, or null; none where there is no script. Recorded runs show all the same.</summary>
    public static (IReadOnlyList<PlannedRun> Runs, string? NotRun) Published(PublishedError column, Profile profile, int seeds, LoadedData data)
    {
        var script = OfficialScripts.All.FirstOrDefault(s => s.IsLocal && s.Dataset == column.Dataset && s.Network == column.Network);
        if (script is null) return ([], $"{column.Network} on {column.Dataset}: the official code has no script that trains it unit by unit.");
        var missing = ImageDataset.WhatIsMissing(column.Dataset);
        var notRun = profile == Profile.Paper ? missing : "networks at full width need --paper-profile: weeks on two cores" + (missing is null ? "." : $", and images. {missing}");
        // The steps of an epoch matter to none of these scripts: their rates change by the step. Heads for 64 pixels would take up to 14 GB if they were kept.
        var protocol = Presets.Of(Presets.PaperCode, script, stepsPerEpoch: 1) with { Heads = new LocalHeadOptions(Regenerated: column.Dataset == TinyImageNet.Name) };
        return ([.. Create(Presets.PaperCode, protocol, column.Dataset, 1, script.Epochs, seeds, data).Select(run => run.Without(notRun))], notRun);
    }
}
