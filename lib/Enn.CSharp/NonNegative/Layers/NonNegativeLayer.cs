using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>
/// A layer with non-negative weights only: z' = W+ (x - a_min) + W- (a_max - x) + b' = z + c, where z = W x + b is the response of the layer that it was
/// made from. <c>forward</c> returns z', never negative for inputs in range; c stays outside, for the activation that follows.
/// </summary>
/// <remarks>
/// State: parameters <c>weight_plus</c>, <c>weight_minus</c>, <c>bias</c> (b'); buffers <c>alpha</c> (a_max), <c>alpha_min</c> (only where inputs are
/// signed) and <c>c</c>. Training changes the parameters only.
/// </remarks>
public abstract class NonNegativeLayer : Module<Tensor, Tensor>, INonNegativeLayer, IShifted, IShiftFree
{
    private protected Parameter weight_plus;
    private protected Parameter weight_minus;
    private protected Parameter bias;
    private protected Tensor alpha;
    private protected Tensor? alpha_min;
    private protected Tensor c;

    private protected NonNegativeLayer(string name, NonNegativeParameters parameters) : base(name)
    {
        var (dtype, device) = (parameters.WeightPlus.dtype, parameters.WeightPlus.device);
        weight_plus = new Parameter(parameters.WeightPlus.clone());
        weight_minus = new Parameter(parameters.WeightMinus.clone());
        bias = new Parameter(parameters.Bias.clone());
        alpha = tensor(parameters.Range.Max, dtype, device);
        alpha_min = parameters.Range.IsSigned ? tensor(parameters.Range.Min, dtype, device) : null;
        c = parameters.Shift.clone();
    }

    /// <summary>W+, the shape of the original weight.</summary>
    public Parameter WeightPlus => weight_plus;

    /// <summary>W-, the shape of the original weight.</summary>
    public Parameter WeightMinus => weight_minus;

    /// <summary>b', shape [N].</summary>
    public Parameter NewBias => bias;

    /// <summary>c as it is stored: without dimensions, or [N].</summary>
    public Tensor ActivationShift => c;

    /// <inheritdoc/>
    public abstract Tensor Shift { get; }

    /// <summary>[a_min, a_max]: the inputs for which every quantity is non-negative. The function is the same for all inputs.</summary>
    public InputRange Range => new(alpha_min?.ToDouble() ?? 0, alpha.ToDouble());

    /// <inheritdoc/>
    public ExecutionPath Path { get; set; }

    /// <inheritdoc/>
    public IEnumerable<(string Quantity, Tensor Values)> Stored => [("W+", weight_plus), ("W-", weight_minus), ("b'", bias)];

    /// <summary>Called by each two-branch evaluation with x - a_min and a_max - x (after padding) and with z'; null for nobody.</summary>
    public Action<string, Tensor>? Observer { get; set; }

    /// <summary>z' = z + c.</summary>
    /// <exception cref="InvalidOperationException">The two-branch path on a type of less than float32's precision, with TF32 on, or under autocast.</exception>
    public override Tensor forward(Tensor x)
    {
        if (Path == ExecutionPath.TwoBranch) return TwoBranch(x);
        var (weight, folded) = Fold(null);
        return Respond(x, weight, folded);
    }

    /// <summary>z = z' - c, without the rounding that adding c costs: the fused form with c folded into the bias.</summary>
    public Tensor WithoutShift(Tensor x)
    {
        var (weight, folded) = Fold(c);
        return Respond(x, weight, folded);
    }

    /// <summary>The layer's parameters as they are now (copies).</summary>
    public NonNegativeParameters Parameters() =>
        new(weight_plus.detach().clone(), weight_minus.detach().clone(), bias.detach().clone(), c.clone(), Range);

    /// <inheritdoc/>
    public void Canonicalise() => Canonical.Make(weight_plus, weight_minus, bias, alpha_min is null ? alpha : alpha - alpha_min);

    private protected abstract Tensor Respond(Tensor x, Tensor weight, Tensor? bias);

    /// <summary>The input with its padding made explicit, so that the mirror of a padded 0 is a_max.</summary>
    private protected abstract Tensor Padded(Tensor x);

    private protected abstract Tensor RespondToPadded(Tensor x, Tensor weight, Tensor? bias);

    private (Tensor Weight, Tensor Bias) Fold(Tensor? shift) => FoldBranches.Of(weight_plus, weight_minus, bias, new(alpha, alpha_min, shift));

    private Tensor TwoBranch(Tensor x)
    {
        ReducedPrecision.Refuse(x);
        var padded = Padded(x);
        var input = alpha_min is null ? padded : padded - alpha_min;
        var mirror = alpha - padded;
        var response = RespondToPadded(input, weight_plus, bias) + RespondToPadded(mirror, weight_minus, null);
        if (Observer is { } observe)
        {
            observe("x - a_min", input);
            observe("a_max - x", mirror);
            observe("z'", response);
        }
        return response;
    }
}
