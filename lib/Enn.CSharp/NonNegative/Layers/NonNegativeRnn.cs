using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>
/// The twin of <see cref="Rnn"/>: h_t = g_c(W_ih+ (x - x_min) + W_ih- (x_max - x) + W_hh+ (h - h_min) + W_hh- (h_max - h) + b'), one shift c for both inputs.
/// [B, T, I] -&gt; [B, T, H]. The range of h is that of g.
/// </summary>
/// <remarks>
/// State: parameters <c>weight_ih_plus</c>, <c>weight_ih_minus</c> [H, I], <c>weight_hh_plus</c>, <c>weight_hh_minus</c> [H, H], <c>bias</c> (b') [H]; buffers
/// <c>alpha_x</c> and <c>alpha_h</c>, each [2] with the smallest and the largest value (other layers keep these apart, as alpha_min and alpha), and <c>c</c>.
/// </remarks>
public sealed class NonNegativeRnn : Module<Tensor, Tensor>, INonNegativeLayer
{
    private readonly Parameter weight_ih_plus;
    private readonly Parameter weight_ih_minus;
    private readonly Parameter weight_hh_plus;
    private readonly Parameter weight_hh_minus;
    private readonly Parameter bias;
    private readonly Tensor alpha_x;
    private readonly Tensor alpha_h;
    private readonly Tensor c;

    /// <summary>The twin of a layer whose inputs lie in the given range.</summary>
    /// <param name="original">The layer.</param>
    /// <param name="range">The bounds of x.</param>
    /// <param name="rule">How c is chosen.</param>
    /// <param name="activationBound">The clip value of g where it has no upper bound; null for none.</param>
    /// <param name="newBias">How b' is made from bt and c; null for b' = bt + c.</param>
    /// <exception cref="InvalidOperationException">The layer's activation is unbounded and no bound was given.</exception>
    public NonNegativeRnn(Rnn original, InputRange range, ShiftRule rule = ShiftRule.Paper, double? activationBound = null,
        Func<Tensor, Tensor, Tensor>? newBias = null) : base(nameof(NonNegativeRnn))
    {
        using var _ = no_grad();
        Activation = original.Activation.Bounded(activationBound);
        var hiddenRange = Activation.Range ?? throw new InvalidOperationException("A recurrent layer needs an activation with bounded values.");
        var dtype = original.Bias.dtype;
        (range, hiddenRange) = (range.RoundedTo(dtype), hiddenRange.RoundedTo(dtype));
        var (xPlus, xMinus) = Split.Of(original.InputWeight);
        var (hPlus, hMinus) = Split.Of(original.HiddenWeight);
        var integrated = IntegratedBias.Of(hPlus, hMinus, IntegratedBias.Of(xPlus, xMinus, original.Bias, range), hiddenRange);
        c = IntegratedBias.Shift(integrated, rule);
        weight_ih_plus = new Parameter(xPlus);
        weight_ih_minus = new Parameter(xMinus);
        weight_hh_plus = new Parameter(hPlus);
        weight_hh_minus = new Parameter(hMinus);
        bias = new Parameter(newBias is null ? integrated + c : newBias(integrated, c));
        alpha_x = Bounds(range, original.Bias);
        alpha_h = Bounds(hiddenRange, original.Bias);
        RegisterComponents();
    }

    /// <summary>g.</summary>
    public Activation Activation { get; }

    /// <inheritdoc/>
    public ExecutionPath Path { get; set; }

    /// <inheritdoc/>
    public IEnumerable<(string Quantity, Tensor Values)> Stored =>
        [("W_ih+", weight_ih_plus), ("W_ih-", weight_ih_minus), ("W_hh+", weight_hh_plus), ("W_hh-", weight_hh_minus), ("b'", bias)];

    /// <summary>Called at each time step on the two-branch path with x - x_min, x_max - x, h - h_min, h_max - h and z'; null for nobody.</summary>
    public Action<string, Tensor>? Observer { get; set; }

    /// <inheritdoc/>
    public void Canonicalise()
    {
        Canonical.Make(weight_ih_plus, weight_ih_minus, bias, alpha_x[1] - alpha_x[0]);
        Canonical.Make(weight_hh_plus, weight_hh_minus, bias, alpha_h[1] - alpha_h[0]);
    }

    /// <summary>All hidden states: [B, T, I] -&gt; [B, T, H].</summary>
    /// <exception cref="InvalidOperationException">The two-branch path on a type of less than float32's precision, with TF32 on, or under autocast.</exception>
    public override Tensor forward(Tensor x)
    {
        var step = Path == ExecutionPath.TwoBranch ? TwoBranch() : Fused();
        var state = zeros([x.size(0), bias.size(0)], x.dtype, x.device);
        var states = new List<Tensor>();
        for (var t = 0; t < x.size(1); t++) states.Add(state = step(x.select(1, t), state));
        return stack(states, 1);
    }

    /// <summary>The signed layer again.</summary>
    public Rnn Inverse()
    {
        using var _ = no_grad();
        var (inputs, hidden) = (Range(alpha_x), Range(alpha_h));
        var zero = zeros_like(c);
        var (inputWeight, partial) = new NonNegativeParameters(weight_ih_plus, weight_ih_minus, bias, c, inputs).Inverse();
        var (hiddenWeight, whole) = new NonNegativeParameters(weight_hh_plus, weight_hh_minus, partial, zero, hidden).Inverse();
        return new Rnn(inputWeight, hiddenWeight, whole, Activation);
    }

    private Func<Tensor, Tensor, Tensor> TwoBranch() => (x, h) =>
    {
        ReducedPrecision.Refuse(x);
        var response = Branches("x", x, alpha_x, weight_ih_plus, weight_ih_minus) + Branches("h", h, alpha_h, weight_hh_plus, weight_hh_minus) + bias;
        Observer?.Invoke("z'", response);
        return Activation.Shifted(response, c);
    };

    private Func<Tensor, Tensor, Tensor> Fused()
    {
        var (inputWeight, partial) = FoldBranches.Of(weight_ih_plus, weight_ih_minus, bias, new(alpha_x[1], alpha_x[0], c));
        var (hiddenWeight, whole) = FoldBranches.Of(weight_hh_plus, weight_hh_minus, partial, new(alpha_h[1], alpha_h[0], null));
        return (x, h) => Activation.forward(functional.linear(x, inputWeight, whole) + functional.linear(h, hiddenWeight));
    }

    private Tensor Branches(string name, Tensor x, Tensor bounds, Tensor plus, Tensor minus)
    {
        var (lifted, mirror) = (x - bounds[0], bounds[1] - x);
        Observer?.Invoke($"{name} - {name}_min", lifted);
        Observer?.Invoke($"{name}_max - {name}", mirror);
        return functional.linear(lifted, plus) + functional.linear(mirror, minus);
    }

    private static Tensor Bounds(InputRange range, Tensor like) => tensor([range.Min, range.Max], like.dtype, like.device);

    private static InputRange Range(Tensor bounds) => new(bounds[0].ToDouble(), bounds[1].ToDouble());
}
