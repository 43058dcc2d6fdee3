using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>
/// g_c(u) = g(u - c): the activation that follows layers whose responses carry shifts. After a residual sum c is the sum of the branches' shifts. c belongs
/// to those layers, so this module has no state of its own.
/// </summary>
public sealed class ShiftedActivation : Module<Tensor, Tensor>, IAudited, IShiftFree
{
    private readonly IShifted[] _sources;

    /// <summary>The activation of the sum of these layers' responses; of none, the plain activation.</summary>
    public ShiftedActivation(Activation activation, params IShifted[] sources) : base(nameof(ShiftedActivation))
    {
        Activation = activation;
        _sources = sources;
    }

    /// <summary>g.</summary>
    public Activation Activation { get; }

    /// <summary>c: the sum of the shifts of the layers before; null where none carries one.</summary>
    public Tensor? Shift => _sources.Length == 0 ? null : _sources.Skip(1).Aggregate(_sources[0].Shift, (sum, next) => sum + next.Shift);

    /// <inheritdoc/>
    public IEnumerable<(string Quantity, Tensor Values)> Stored => [];

    /// <summary>Called with y - g_min and g_max - y for the values y of an activation with bounds; null for nobody.</summary>
    public Action<string, Tensor>? Observer { get; set; }

    /// <summary>g(z' - c).</summary>
    public override Tensor forward(Tensor z)
    {
        var y = Shift is { } shift ? Activation.Shifted(z, shift) : Activation.forward(z);
        if (Observer is { } observe && Activation.Range?.RoundedTo(y.dtype) is { } range)
        {
            observe("y - g_min", y - range.Min);
            observe("g_max - y", range.Max - y);
        }
        return y;
    }

    /// <inheritdoc/>
    public Tensor WithoutShift(Tensor x) => Activation.forward(x);
}
