using Enn.Eigen;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eigen;

/// <summary>Small networks and batches for tests of training.</summary>
internal static class Training
{
    internal const int Classes = 4;

    internal static OptimizerRecipe AdamW { get; } = new(OptimizerKind.AdamW, 1e-3);

    internal static OptimizerRecipe Sgd { get; } = new(OptimizerKind.Sgd, 0.02, 5e-4, Nesterov: true);

    internal static ResNet Network(int seed, ScalarType dtype = ScalarType.Float32)
    {
        manual_seed(seed);
        var network = new ResNet(new ResNetOptions(18, Classes, Width: 4));
        network.to(dtype);
        return network;
    }

    internal static LocalTrainer Local(int seed, OptimizerRecipe recipe, Orthonormality? way = null, LocalHeadOptions? heads = null, RateSchedule? schedule = null) =>
        new(Network(seed), zeros(1, 3, 16, 16), Classes, heads ?? new LocalHeadOptions(), seed, _ => new UnitRecipe(way ?? new SoftPenalty(1e-4), recipe, schedule ?? RateSchedule.Constant));

    internal static List<(Tensor X, Tensor Y)> Batches(int count, int seed, int size = 4, int last = 4)
    {
        using var random = new Generator((ulong)seed);
        return [.. Enumerable.Range(0, count).Select(i => i + 1 < count ? size : last)
            .Select(n => (randn(n, 3, 16, 16, generator: random), randint(0, Classes, [n], dtype: ScalarType.Int64, generator: random)))];
    }

    internal static FactorOptimizer Optimizer(nn.Module network, Orthonormality way, OptimizerRecipe recipe, RateSchedule? schedule = null) =>
        new([.. network.parameters()], EigenLayers.Of(network), way, recipe, schedule ?? RateSchedule.Constant);

    internal static void SameState(IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach (var (name, value) in expected) Assert.True(value.eq(actual[name]).all().item<bool>(), $"{name} differs");
    }
}
