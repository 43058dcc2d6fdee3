using Enn.Data;
using Enn.NonNegative;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>The ResNets for CIFAR-10: their shape, and the trained ones where their files are.</summary>
public class CifarResNetTests
{
    private const string Weights = "resnet20-12fca82f.th";

    /// <summary>Skipped where the trained weights or CIFAR-10 are absent.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class TrainedFactAttribute : FactAttribute
    {
        public TrainedFactAttribute() =>
            Skip = ImageDataset.WhatIsMissing(Cifar10.Name) ?? (File.Exists(Path.Combine(DataFolder.Root, "cifar10-resnets", Weights)) ? null : $"needs {Weights}: ./enn data fetch cifar10_resnets");
    }

    [Theory]
    [InlineData(20, 269_722)]
    [InlineData(32, 464_154)]
    [InlineData(44, 658_586)]
    [InlineData(56, 853_018)]
    public void Has_the_papers_number_of_parameters(int depth, long parameters)
    {
        using var network = new CifarResNet(depth);
        Assert.Equal(parameters, network.parameters().Sum(p => p.numel()));
    }

    [Fact]
    public void A_shortcut_takes_every_second_pixel_and_puts_zeros_around_the_channels()
    {
        using var shortcut = new PaddedShortcut(2, 6, 2);
        var x = arange(1, 2 * 3 * 5 + 1, dtype: ScalarType.Float32).reshape(1, 2, 3, 5);
        var y = shortcut.forward(x);
        Assert.Equal([1, 6, 2, 3], y.shape);
        Assert.Equal([1f, 3, 5, 11, 13, 15, 16, 18, 20, 26, 28, 30], y.narrow(1, 2, 2).contiguous().data<float>().ToArray());
        Assert.Equal(0, y.narrow(1, 0, 2).abs().sum().item<float>() + y.narrow(1, 4, 2).abs().sum().item<float>());
    }

    [Fact]
    public void A_twin_is_isomorphic_and_non_negative_on_both_paths()
    {
        using var network = new CifarResNet(8).to(ScalarType.Float64);
        network.eval();
        var x = randn([2, 3, 8, 8], dtype: ScalarType.Float64, generator: new Generator(3));
        foreach (var path in Enum.GetValues<ExecutionPath>())
        {
            using var twin = NonNegativeTransform.Apply(network, new() { Calibration = [x], CalibrationMargin = 0.1, Path = path });
            twin.eval();
            Assert.InRange((network.forward(x) - twin.forward(x)).abs().max().item<double>(), 0, 1e-11);
            Assert.True(NonNegativeAudit.Of(twin, [x]).Holds);
        }
    }

    [TrainedFact]
    public void Trained_weights_load_and_recognise_real_images_as_their_twin_does()
    {
        using var network = CifarResNet.Load(Path.Combine(DataFolder.Root, "cifar10-resnets", Weights));
        using var data = Cifar10.Load();
        network.eval();
        Transform[] transforms = [Transforms.Scale, Transforms.Normalise([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f])];
        using var test = data.Test.Take(200);
        var batches = new Batches(test, 100, transforms: transforms);
        using var twin = NonNegativeTransform.Apply(network, new() { Calibration = new Batches(data.Train.Take(200), 100, transforms: transforms).Epoch(0).Select(b => b.Inputs), CalibrationMargin = 1 });
        var report = IsomorphismReport.Compare(network, twin, batches.Epoch(0).Select(b => (b.Inputs, b.Labels)));
        Assert.True(report.Matches);
        Assert.InRange(report.OriginalAccuracy, 0.85, 1);
    }
}
