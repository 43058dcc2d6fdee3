using TorchSharp.Modules;

namespace Enn.Eigen;

/// <summary>Factors of equal shape together: deep networks have hundreds of factors of about twenty shapes.</summary>
public static class FactorGroups
{
    /// <summary>The groups in order of first appearance, each in the order given.</summary>
    public static IReadOnlyList<Parameter[]> Of(IEnumerable<Parameter> factors) =>
        [.. factors.GroupBy(factor => (factor.size(0), factor.size(1), factor.dtype, factor.device_type)).Select(group => group.ToArray())];
}
