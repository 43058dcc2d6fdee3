using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>
/// Lifts signed values to at least 0: x' = x - a_min, any shape, whose shift is c = -a_min. A residual sum needs it where a path ends in signed values
/// without a layer that shifts them, as the identity shortcut of a signed input does.
/// </summary>
/// <remarks>State: the buffer <c>alpha_min</c> (a_min), without dimensions.</remarks>
public sealed class Lift : Module<Tensor, Tensor>, IShifted, IShiftFree
{
    private readonly Tensor alpha_min;

    /// <summary>The step for values in this range.</summary>
    /// <param name="range">The bounds of x.</param>
    /// <param name="like">A tensor whose type and device the bound takes.</param>
    public Lift(InputRange range, Tensor like) : base(nameof(Lift))
    {
        alpha_min = tensor(range.RoundedTo(like.dtype).Min, like.dtype, like.device);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public Tensor Shift => alpha_min.neg();

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => x - alpha_min;

    /// <inheritdoc/>
    public Tensor WithoutShift(Tensor x) => x;
}
