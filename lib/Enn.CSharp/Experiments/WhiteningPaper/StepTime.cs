using System.Diagnostics;
using Enn.Whitening;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Experiments.WhiteningPaper;

/// <summary>Forward and backward of the layer beside batch normalisation on the stem's activations, rounds in turn on one thread.</summary>
internal static class StepTime
{
    internal const string Name = "step-time";

    private const int Rounds = 5;
    private static readonly long[] Shape = [128, 64, 32, 32];
    private static readonly long[] Sizes = [4, 8, 16, 32, 64];

    private static readonly TableColumn[] Columns = [new("norm"), new("published ms", true), new("our ms", true), new("of batch norm", true)];

    internal static PlannedTable Plan(LoadedData data)
    {
        var run = new PlannedRun(new RunSettings(new Dictionary<string, string>
        {
            ["paper"] = "whitening", ["revision"] = TrainingPlan.Revision, ["experiment"] = Name, ["shape"] = string.Join('x', Shape), ["device"] = data.Device.type.ToString().ToLowerInvariant(),
        }), "step time", 0, 0, 0.1, () => new SingleMeasurement(cancel => Measure(data.Device, cancel)))
        { Headline = "zca_16", Exclusive = true };
        return new PlannedTable(Name, [run], records =>
        {
            var record = records.GetValueOrDefault(run.Settings);
            string Cell(string name) => record?.Metric(name) is { } seconds ? $"{1e3 * seconds:0.0}" : Table.Missing;
            string Ratio(string name) => record?.Metric(name) is { } seconds && record.Metric("bn") is { } bn ? $"{seconds / bn:0.00}" : Table.Missing;
            return new Table($"Whitening: time of a norm, forward and backward on ({string.Join(", ", Shape)})", Columns,
            [
                .. PublishedTables.StepTimes.Select(t => (IReadOnlyList<string>)[$"ResNet-18 with {t.Norm}", $"{t.Milliseconds:0.0}", Table.Missing, $"{t.Milliseconds / PublishedTables.StepTimes[0].Milliseconds:0.00}"]),
                ["batch normalisation", Table.Missing, Cell("bn"), Ratio("bn")],
                .. Sizes.Select(d => (IReadOnlyList<string>)[$"ZCA d={d}", Table.Missing, Cell($"zca_{d}"), Ratio($"zca_{d}")]),
            ],
            ["Published: whole training steps of ResNet-18 on a Titan XP. Ours: the norm alone, the median of rounds in turn on one thread; ./enn bench whitening compares with the official form."]);
        });
    }

    private static Dictionary<string, double> Measure(Device device, CancellationToken cancel)
    {
        var layers = new Dictionary<string, nn.Module<Tensor, Tensor>> { ["bn"] = nn.BatchNorm2d(Shape[1]).to(device) };
        foreach (var size in Sizes) layers[$"zca_{size}"] = new ZcaNorm(Shape[1], options: WhiteningOptions.Paper(size)).to(device);
        using var x = randn(Shape, device: device).requires_grad_();
        using var gradient = randn(Shape, device: device);
        var seconds = layers.ToDictionary(layer => layer.Key, _ => new List<double>());
        for (var round = -1; round < Rounds; round++)
            foreach (var (name, layer) in layers)
            {
                cancel.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                x.grad = null;
                var watch = Stopwatch.StartNew();
                layer.forward(x).backward([gradient]);
                if (device.type == DeviceType.CUDA) cuda.synchronize();
                // The first round warms up.
                if (round >= 0) seconds[name].Add(watch.Elapsed.TotalSeconds);
            }
        x.grad = null;
        foreach (var layer in layers.Values) layer.Dispose();
        return seconds.ToDictionary(s => s.Key, s => s.Value.Order().ElementAt(Rounds / 2));
    }
}
