using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eigen;

/// <summary>
/// A layer whose weight is W = Q diag(Lambda) P^T (paper §3). State-dict keys as the official code: <c>Q</c>, <c>Lambda</c>, <c>P</c>, <c>bias</c>.
/// In evaluation mode without gradients W is kept and the layer costs what its dense twin does.
/// </summary>
public abstract class EigenLayer : Module<Tensor, Tensor>
{
    private protected readonly Parameter Q;
    private protected readonly Parameter Lambda;
    private protected readonly Parameter P;
    private protected readonly Parameter? bias;
    private readonly MergedWeight _merged = new();

    private protected EigenLayer(string name, long outputs, long inputs, long field, bool bias, Initialisation initialisation) : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        var (q, lambda, p) = FactorInitialiser.Draw(outputs, inputs, field, initialisation);
        // P lies column by column in memory: P^T is then a convolution's kernel without a copy, and so is its gradient.
        (Q, Lambda, P) = (Parameter(q.contiguous()), Parameter(lambda), Parameter(p.t().contiguous().t()));
        if (bias) this.bias = Parameter(zeros(outputs));
        RegisterComponents();
    }

    /// <summary>The factors.</summary>
    public Factors Factors => new(Q, Lambda, P);

    /// <summary>Added to the output, [o]; null for none.</summary>
    public Parameter? BiasParameter => bias;

    /// <summary>How W is applied; on <see cref="ExecutionPath.Cheapest"/>, evaluation without gradients always takes the kept W.</summary>
    public ExecutionPath Path { get; set; }

    /// <summary>The shape of the plain layer's weight.</summary>
    public abstract long[] WeightShape { get; }

    /// <summary>W in the plain layer's shape, without gradient; the layer keeps and owns it until a factor changes.</summary>
    public Tensor Weight => _merged.Of(Factors, WeightShape);

    /// <summary>Takes a plain layer's weight: the factors become its economy SVD.</summary>
    /// <param name="weight">In the shape <see cref="WeightShape"/>.</param>
    /// <exception cref="ArgumentException">Another shape.</exception>
    public void Factorise(Tensor weight)
    {
        if (!weight.shape.AsSpan().SequenceEqual(WeightShape))
            throw new ArgumentException($"The weight is [{string.Join(",", weight.shape)}] where the layer has [{string.Join(",", WeightShape)}].", nameof(weight));
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var (q, lambda, p) = FactorInitialiser.OfWeight(weight.reshape(Factors.Outputs, Factors.Inputs));
        Q.copy_(q);
        Lambda.copy_(lambda);
        P.copy_(p);
    }

    private protected bool UsesKept => !training && Path == ExecutionPath.Cheapest && !is_grad_enabled();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _merged.Forget();
        base.Dispose(disposing);
    }
}
