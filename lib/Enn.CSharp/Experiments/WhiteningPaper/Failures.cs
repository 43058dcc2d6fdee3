using Enn.Data;
using Enn.Whitening;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Experiments.WhiteningPaper;

/// <summary>
/// Stems of random filters on real images: their covariances lack rank, 9 for grey and 27 for colour images behind 3 x 3 filters. How often does the gradient of
/// a whole layer fail there, and how far is it from the true one?
/// </summary>
internal static class Failures
{
    internal const string Name = "failures";

    private const int Stems = 100, Images = 32, Channels = 64;
    private const double Epsilon = 1e-4;
    private const string AutogradName = "autograd";

    private static readonly long[] Sizes = [4, 16, 64];
    private static readonly string[] Modes = [AutogradName, "naive", "clip", "pi", "taylor", "exact"];
    private static readonly string[] Kinds = ["zca all", "zca tolerance", "pca 16"];

    private static readonly TableColumn[] Columns =
        [new("dataset"), new("layer"), new("d", true), .. Modes.Select(mode => new TableColumn(mode, true))];

    internal static PlannedTable Plan(int seeds, LoadedData data)
    {
        var rows = (from dataset in new[] { FashionMnist.Name, Cifar10.Name }
                    let missing = ImageDataset.WhatIsMissing(dataset)
                    from kind in Kinds
                    from size in kind == Kinds[2] ? [Channels] : Sizes
                    select (Dataset: dataset, Kind: kind, Size: size, Missing: missing, Runs: Enumerable.Range(0, seeds).Select(seed => Run(dataset, kind, size, seed, data).Without(missing)).ToList())).ToList();
        return new PlannedTable(Name, [.. rows.SelectMany(r => r.Runs)], records => new Table(
            $"Whitening: gradients that fail on stems of random 3 x 3 filters, {Stems} stems, batch {Images}, float32 images", Columns,
            [.. rows.Select(r => Cells(r.Dataset, r.Kind, r.Size, [.. r.Runs.Select(run => records.GetValueOrDefault(run.Settings)).OfType<RunRecord>()]))],
            [
                "A cell: per cent of stems whose gradient has a number that is not finite / median norm of the matrix's gradient over that of exact.",
                "autograd: automatic differentiation through linalg.svd in float32, as the paper's baseline; all others decompose in float64.",
                "all keeps the null directions, tolerance drops them, pca 16 cuts through them. exact: where one of a pair is cut off, its bounded series of 20 terms.",
                .. PlannedTable.NotRunNotes(rows.Select(r => r.Runs), records),
            ]));
    }

    private static PlannedRun Run(string dataset, string kind, long size, int seed, LoadedData data) => new(new RunSettings(new Dictionary<string, string>
    {
        ["paper"] = "whitening", ["revision"] = TrainingPlan.Revision, ["experiment"] = Name, ["dataset"] = dataset, ["layer"] = kind, ["group_size"] = $"{size}", ["stems"] = $"{Stems}",
        ["device"] = data.Device.type.ToString().ToLowerInvariant(), ["seed"] = $"{seed}",
    }), $"failures {dataset} {kind} d={size}", 0, 0, 0.5, () => new SingleMeasurement(cancel => Measure(data[dataset], kind, size, seed, cancel)))
    { Headline = "failed_autograd" };

    private static Dictionary<string, double> Measure(ImageDataset data, string kind, long size, int seed, CancellationToken cancel)
    {
        using var random = new Generator((ulong)Training.Seeds.Derive(seed, 1));
        var batches = new Batches(data.Train, Images, shuffle: true, seed: seed, transforms: ImagePipelines.Of(data.Name).Test);
        var norms = Modes.ToDictionary(mode => mode, _ => new List<double>());
        foreach (var (inputs, _) in batches.Epoch(0, cancel).Take(Stems))
        {
            using var grad = no_grad();
            using var scope = NewDisposeScope();
            var filters = (randn([Channels, inputs.size(1), 3, 3], generator: random) * Math.Sqrt(2.0 / (9 * Channels))).to(inputs.device);
            var x = nn.functional.conv2d(inputs, filters, padding: [1L, 1L]).flatten(2);
            var groups = new ChannelGroups(Channels, size);
            var covariances = groups.Blocks(ChannelPasses.Moments(x, groups).Covariance)[0].to(ScalarType.Float32);
            covariances.diagonal(0, -2, -1).add_(Epsilon);
            var upstream = randn([covariances.size(0), size, size], generator: random).to(inputs.device);
            foreach (var mode in Modes) norms[mode].Add(Norm(Map(kind, mode), covariances, upstream));
        }
        var metrics = new Dictionary<string, double>();
        foreach (var (mode, values) in norms)
        {
            metrics[$"failed_{mode}"] = values.Count(value => !double.IsFinite(value)) / (double)values.Count;
            var ratios = values.Zip(norms["exact"], (value, exact) => value / exact).Where(double.IsFinite).Order().ToList();
            if (ratios.Count > 0) metrics[$"ratio_{mode}"] = ratios[ratios.Count / 2];
        }
        return metrics;
    }

    private static MatrixFunction Map(string kind, string mode)
    {
        (SpectralFunction function, Selection selection) = kind switch
        {
            "zca all" => (new InverseSquareRoot(), new KeepAll()),
            "zca tolerance" => (new InverseSquareRoot(), new NullTolerance(Epsilon)),
            _ => ((SpectralFunction)new Projector(), (Selection)new FixedCount(16)),
        };
        return mode == AutogradName ? new AutogradSvd(function, selection) : new SpectralMap(function, NormChoice.Mode(mode), selection);
    }

    private static double Norm(MatrixFunction map, Tensor covariances, Tensor upstream) => map.Pullback(map.Forward(covariances).Saved, upstream.to(ScalarType.Float64)).norm().ToDouble();

    private static string[] Cells(string dataset, string kind, long size, List<RunRecord> records)
    {
        string Cell(string mode) => Measurement.Of(records, $"failed_{mode}") is not { } failed ? Table.Missing
            : $"{100 * failed.Mean:0} / {(Measurement.Of(records, $"ratio_{mode}") is { } ratio ? $"{ratio.Mean:0.00e+0}" : Table.Missing)}";
        return [dataset, kind, $"{size}", .. Modes.Select(Cell)];
    }
}
