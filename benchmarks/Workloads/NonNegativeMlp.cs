using Enn.NonNegative;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>
/// A training step of the transformed 784-100-200-10 network with photonic sinusoidal activations on the fused path: gradients cleared, forward, negative
/// log-likelihood, backward, CSGD.
/// </summary>
internal sealed class NonNegativeMlp : Workload
{
    private readonly NonNegativeNetwork _net;
    private readonly Csgd _optimizer;
    private readonly Tensor _images, _labels;

    internal NonNegativeMlp(int batch)
    {
        var original = new NonNegative.Mlp([784, 100, 200, 10], new PhotonicSinusoidal());
        Initialisers.XavierNormal(original);
        _net = NonNegativeTransform.Apply(original);
        _optimizer = new Csgd(_net.parameters(), 0.05);
        _images = torch.rand(batch, 784);
        _labels = torch.randint(0, 10, [batch]);
    }

    internal override void Run(long count)
    {
        for (var i = 0L; i < count; i++)
        {
            using var scope = NewDisposeScope();
            _optimizer.ZeroGrad();
            nn.functional.nll_loss(_net.call(_images), _labels).backward();
            _optimizer.Update();
        }
    }
}
