using Enn.Eigen;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>The orthonormality penalty of ResNet-18 alone: value and gradient.</summary>
internal sealed class EigenPenalty : Workload
{
    private readonly Parameter[] _bases = [.. EigenLayers.Of(EigenNetworks.ResNet(18, 100)).SelectMany(layer => layer.Factors.Bases)];

    internal override void Run(long count)
    {
        for (var i = 0L; i < count; i++)
        {
            using var scope = NewDisposeScope();
            foreach (var factor in _bases) factor.grad = null;
            Penalty.AddGradient(_bases, 1e-5, batched: false);
        }
    }
}
