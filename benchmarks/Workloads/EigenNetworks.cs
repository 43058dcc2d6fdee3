using Enn.Eigen;

namespace Enn.Benchmarks.Workloads;

/// <summary>Networks whose factors start without singular value decompositions, which take longer than the measurements.</summary>
internal static class EigenNetworks
{
    internal static LayerKind Layers { get; } = new EigenLayers(Initialisation.OrthogonalBasisUnitSpectrum);

    internal static ResNet ResNet(int depth, long classes) => new(new ResNetOptions(depth, classes, Layers));
}
