using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>Every eigenvalue.</summary>
public sealed class KeepAll : Selection
{
    /// <inheritdoc/>
    public override string Name => "all";

    /// <inheritdoc/>
    public override Tensor Keep(Tensor values) => ones_like(values, ScalarType.Bool);
}
