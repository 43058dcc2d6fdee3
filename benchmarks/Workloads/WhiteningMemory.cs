using Enn.Whitening;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>What tensors hold at the peak of both passes beyond what is there before, less output and input gradient, in activations of 32 MiB.</summary>
internal sealed class WhiteningMemory : Workload
{
    private const double Activation = 128.0 * 64 * 32 * 32 * sizeof(float);
    private const int Results = 2;

    internal override double Measure()
    {
        var layer = new ZcaNorm(64, options: new() { GroupSize = 16 });
        var (x, gradient) = (randn(128, 64, 32, 32).requires_grad_(), randn(128, 64, 32, 32));
        return PeakMemory.Of(() => layer.forward(x).backward([gradient])) / Activation - Results;
    }
}
