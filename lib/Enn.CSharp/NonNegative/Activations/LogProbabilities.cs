using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>log softmax over the last dimension. It does not see a shift that all classes share: log_softmax(z + c) = log_softmax(z) for one number c.</summary>
public sealed class LogProbabilities : Activation
{
    /// <summary>The activation.</summary>
    public LogProbabilities() : base(nameof(LogProbabilities)) { }

    /// <inheritdoc/>
    public override InputRange? Range => null;

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => functional.log_softmax(x, -1);

    /// <inheritdoc/>
    public override Tensor Shifted(Tensor u, Tensor shift) => forward(shift.numel() == 1 ? u : u - shift);

    /// <inheritdoc/>
    public override Activation Bounded(double? bound) => this;
}
