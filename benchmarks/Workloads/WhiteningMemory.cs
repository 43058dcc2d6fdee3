using Enn.Whitening;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>How far the resident peak (VmHWM) rises over what is resident before, less output and input gradient, in activations of 32 MiB.</summary>
internal sealed class WhiteningMemory : Workload
{
    private const double Activation = 128.0 * 64 * 32 * 32 * sizeof(float) / 1024;
    private const int Results = 2;

    internal override double Measure()
    {
        var layer = new ZcaNorm(64, options: new() { GroupSize = 16 });
        // What a first small batch loads and compiles is not the layer's memory.
        using (NewDisposeScope()) layer.forward(randn(8, 64, 32, 32).requires_grad_()).sum().backward();
        var (x, gradient) = (randn(128, 64, 32, 32).requires_grad_(), randn(128, 64, 32, 32));
        var before = ResidentMemory.Now;
        layer.forward(x).backward([gradient]);
        return (ResidentMemory.Peak - before) / Activation - Results;
    }
}
