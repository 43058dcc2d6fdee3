using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>An elementary recurrent layer, h_t = g(W_ih x_t + W_hh h_{t-1} + b) with h_0 = 0: [B, T, I] -&gt; [B, T, H], all hidden states.</summary>
public sealed class Rnn : Module<Tensor, Tensor>
{
    private readonly Parameter weight_ih;
    private readonly Parameter weight_hh;
    private readonly Parameter bias;

    /// <summary>A layer with weights drawn from U(-1/sqrt(H), 1/sqrt(H)).</summary>
    /// <param name="inputs">I.</param>
    /// <param name="hidden">H.</param>
    /// <param name="activation">g, with bounded values.</param>
    /// <param name="dtype">The weights' type.</param>
    public Rnn(long inputs, long hidden, Activation activation, ScalarType dtype = ScalarType.Float32)
        : this(Uniform([hidden, inputs], hidden, dtype), Uniform([hidden, hidden], hidden, dtype), Uniform([hidden], hidden, dtype), activation) { }

    /// <summary>A layer with these weights: W_ih [H, I], W_hh [H, H], b [H].</summary>
    public Rnn(Tensor inputWeight, Tensor hiddenWeight, Tensor bias, Activation activation) : base(nameof(Rnn))
    {
        weight_ih = new Parameter(inputWeight);
        weight_hh = new Parameter(hiddenWeight);
        this.bias = new Parameter(bias);
        Activation = activation;
        RegisterComponents();
    }

    /// <summary>W_ih, [H, I].</summary>
    public Parameter InputWeight => weight_ih;

    /// <summary>W_hh, [H, H].</summary>
    public Parameter HiddenWeight => weight_hh;

    /// <summary>b, [H].</summary>
    public Parameter Bias => bias;

    /// <summary>g.</summary>
    public Activation Activation { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        var inputs = functional.linear(x, weight_ih, bias);
        var state = zeros([x.size(0), bias.size(0)], x.dtype, x.device);
        var states = new List<Tensor>();
        for (var t = 0; t < x.size(1); t++) states.Add(state = Activation.forward(inputs.select(1, t) + functional.linear(state, weight_hh)));
        return stack(states, 1);
    }

    private static Tensor Uniform(long[] shape, long hidden, ScalarType dtype) => (rand(shape, dtype) * 2 - 1) * (1 / Math.Sqrt(hidden));
}
