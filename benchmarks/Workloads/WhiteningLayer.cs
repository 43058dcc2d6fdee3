using Enn.Whitening;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>ZCA whitening of 64 channels with the paper's gradient and selection rule, forward and backward, on a batch of 128.</summary>
internal sealed class WhiteningLayer(long size, long side) : Workload
{
    private readonly ZcaNorm _layer = new(64, options: WhiteningOptions.Paper(size));
    private readonly Tensor _x = torch.randn(128, 64, side, side).requires_grad_(), _gradient = torch.randn(128, 64, side, side);

    internal override void Run(long count)
    {
        for (var i = 0L; i < count; i++)
        {
            using var scope = NewDisposeScope();
            _layer.zero_grad();
            _x.grad = null;
            _layer.forward(_x).backward([_gradient]);
        }
    }
}
