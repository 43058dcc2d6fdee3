using Enn.Equivariant;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>A training step of one of the equivariant paper's networks with its optimizer: gradients cleared, forward, cross-entropy, backward, update.</summary>
internal sealed class EquivariantStep : Workload
{
    private readonly nn.Module<Tensor, Tensor> _net;
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _images, _labels;

    internal EquivariantStep(E4NetOptions options, int batch)
    {
        _net = new E4Net(options);
        _optimizer = optim.Adam(_net.parameters(), 0.02, weight_decay: 1e-4);
        (_images, _labels) = (torch.rand(batch, 1, 28, 28), torch.randint(0, 10, [batch]));
    }

    internal EquivariantStep(ResNet18Options options, int batch)
    {
        _net = new Equivariant.ResNet18(options);
        _optimizer = optim.SGD(_net.parameters(), 0.1, momentum: 0.9, weight_decay: 5e-4, nesterov: true);
        (_images, _labels) = (torch.randn(batch, 3, 32, 32), torch.randint(0, 10, [batch]));
    }

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
