using Enn.Whitening;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>M^(-1/2) of the covariances of 64 channels in groups, and the gradient: the part of a whitening layer that does not depend on the images.</summary>
internal sealed class WhiteningMatrix : Workload
{
    private const double Epsilon = 1e-4;

    private readonly SpectralMap _root = new(new InverseSquareRoot(), new PowerIterationGradient(), new PaperRule(Epsilon));
    private readonly Tensor _matrices, _gradients;

    internal WhiteningMatrix(long size)
    {
        var half = torch.randn(64 / size, size, 4 * size);
        _matrices = (half.bmm(half.transpose(1, 2)) / (4 * size) + Epsilon * torch.eye(size)).requires_grad_();
        _gradients = torch.randn(64 / size, size, size);
    }

    internal override void Run(long count)
    {
        for (var i = 0L; i < count; i++)
        {
            using var scope = NewDisposeScope();
            _matrices.grad = null;
            _root.Apply(_matrices).backward([_gradients]);
        }
    }
}
