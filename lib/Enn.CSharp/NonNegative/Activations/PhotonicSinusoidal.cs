using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>
/// The photonic sinusoidal activation sin^2(pi/2 clip(x, 0, 1)), with values in [0, 1]. Its derivative (pi/2) sin(pi x) is exactly zero outside (0, 1).
/// </summary>
public sealed class PhotonicSinusoidal : Activation
{
    /// <summary>The activation.</summary>
    public PhotonicSinusoidal() : base(nameof(PhotonicSinusoidal)) { }

    /// <inheritdoc/>
    public override InputRange? Range => InputRange.Unit;

#if ENN_TORCH
    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => Enn.Torch.FusedNonNegative.PhotonicSinusoidal(x);
#else
    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => Function.apply(x, NoShift);

    /// <inheritdoc/>
    public override Tensor Shifted(Tensor u, Tensor shift) => Function.apply(u, new Constant(shift));

    private static readonly Constant NoShift = new(null);

    private sealed record Constant(Tensor? Shift);

    private sealed class Function : autograd.SingleTensorFunction<Function>
    {
        // The first number above pi/2: its sine is 1, and sin of twice it is negative, so that the derivative there can be cut to exactly 0.
        private static readonly double Top = Math.BitIncrement(Math.PI / 2);

        public override string Name => nameof(PhotonicSinusoidal);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            var angle = (((Constant)vars[1]).Shift is { } shift ? (x - shift).mul_(Top) : x * Top).clamp_(0, Top);
            ctx.save_for_backward([angle]);
            var sine = angle.sin();
            return sine.mul_(sine);
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var angle = ctx.get_saved_variables()[0];
            return [(angle * 2).sin_().clamp_min_(0).mul_(grad_output).mul_(Math.PI / 2), null!];
        }
    }
#endif
}
