using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>
/// The photonic sigmoid A2 + (A1 - A2) / (1 + exp(min(x - x0, cutoff) / d)), with values in (A1, A2), computed in its closed form
/// A2 - (A2 - A1) sigma((x0 - x) / d): one transcendental, no overflow, and A2 itself as its exact upper bound in any precision.
/// </summary>
public sealed class PhotonicSigmoid : Activation
{
    /// <summary>The lower bound.</summary>
    public const double A1 = 0.060;

    /// <summary>The upper bound: the alpha of the next layer.</summary>
    public const double A2 = 1.005;

    /// <summary>The centre.</summary>
    public const double X0 = 0.145;

    /// <summary>The width; the largest slope is (A2 - A1) / 4d = 7.159.</summary>
    public const double D = 0.033;

    /// <summary>The activation.</summary>
    public PhotonicSigmoid() : base(nameof(PhotonicSigmoid)) { }

    /// <inheritdoc/>
    public override InputRange? Range => InputRange.UpTo(A2);

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => Function.apply(x, NoShift);

    /// <inheritdoc/>
    public override Tensor Shifted(Tensor u, Tensor shift) => Function.apply(u, new Constant(shift));

    private static readonly Constant NoShift = new(null);

    private sealed record Constant(Tensor? Shift);

    private sealed class Function : autograd.SingleTensorFunction<Function>
    {
        public override string Name => nameof(PhotonicSigmoid);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            var sigma = (((Constant)vars[1]).Shift is { } shift ? (x - shift).sub_(X0) : x - X0).mul_(-1 / D).sigmoid_();
            ctx.save_for_backward([sigma]);
            return (sigma * (A1 - A2)).add_(A2);
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var sigma = ctx.get_saved_variables()[0];
            return [addcmul(sigma, sigma, sigma, -1).mul_(grad_output).mul_((A2 - A1) / D), null!];
        }
    }
}
