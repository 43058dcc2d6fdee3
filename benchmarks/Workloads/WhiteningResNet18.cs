using Enn.Networks;
using Enn.Whitening;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>A training step of the paper's ResNet-18, whose stem whitens groups of 16, at its batch of 128.</summary>
internal sealed class WhiteningResNet18 : Workload
{
    private readonly CifarResNet _net = new(18, norm: Placements.Norms(Placement.Stem, channels => new ZcaNorm(channels, options: WhiteningOptions.Paper(16))));
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _images = torch.randn(128, 3, 32, 32), _labels = torch.randint(0, 10, [128]);

    internal WhiteningResNet18() => _optimizer = optim.SGD(_net.parameters(), 0.1, momentum: 0.9, weight_decay: 5e-4);

    internal override void Run(long count)
    {
        for (var i = 0L; i < count; i++)
        {
            using var scope = NewDisposeScope();
            _optimizer.zero_grad();
            nn.functional.cross_entropy(_net.call(_images), _labels).backward();
            _optimizer.step();
        }
    }
}
