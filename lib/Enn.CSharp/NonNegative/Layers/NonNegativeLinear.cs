using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>A fully connected layer [..., M] -> [..., N] with non-negative weights of shape [N, M].</summary>
public sealed class NonNegativeLinear : NonNegativeLayer
{
    /// <summary>A layer with these parameters.</summary>
    public NonNegativeLinear(NonNegativeParameters parameters) : base(nameof(NonNegativeLinear), parameters) => RegisterComponents();

    /// <summary>The isomorphic twin of a linear layer whose inputs lie in the given range.</summary>
    public NonNegativeLinear(Linear original, InputRange range, ShiftRule rule = ShiftRule.Paper)
        : this(NonNegativeParameters.Of(original.weight!, original.bias, range, rule)) { }

    /// <inheritdoc/>
    public override Tensor Shift => c;

    private protected override Tensor Respond(Tensor x, Tensor weight, Tensor? bias) => functional.linear(x, weight, bias!);
    private protected override Tensor Padded(Tensor x) => x;
    private protected override Tensor RespondToPadded(Tensor x, Tensor weight, Tensor? bias) => Respond(x, weight, bias);
}
