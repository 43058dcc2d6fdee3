using Enn.Eigen;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>ResNet-18 of Eigen layers in evaluation mode, where W is kept.</summary>
internal sealed class EigenEvaluation : Workload
{
    private readonly ResNet _network = EigenNetworks.ResNet(18, 100);
    private readonly Tensor _images = randn(32, 3, 32, 32);

    internal EigenEvaluation() => _network.eval();

    internal override void Run(long count)
    {
        using var gradients = no_grad();
        for (var i = 0L; i < count; i++) _network.forward(_images).Dispose();
    }
}
