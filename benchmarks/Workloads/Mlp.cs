using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>A training step of the MLP 784-256-128-10: gradients cleared, forward, cross-entropy, backward, SGD with momentum.</summary>
internal sealed class Mlp : Workload
{
    private readonly nn.Module<Tensor, Tensor> _net = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10));
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _images, _labels;

    internal Mlp(int batch)
    {
        _optimizer = optim.SGD(_net.parameters(), 0.01, momentum: 0.9);
        _images = torch.rand(batch, 784);
        _labels = torch.randint(0, 10, [batch]);
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
