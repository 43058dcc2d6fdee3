using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eigen;

/// <summary>A pre-norm transformer layer, [B, T, D] -&gt; [B, T, D]: x += attention(LN x), x += MLP(LN x).</summary>
public sealed class EncoderLayer : Module<Tensor, Tensor>
{
    private readonly LayerNorm ln1;
    private readonly SelfAttention attn;
    private readonly LayerNorm ln2;
    private readonly TokenMlp mlp;
    private readonly double _dropout;

    /// <summary>A layer of this architecture.</summary>
    public EncoderLayer(EVitOptions options, LayerKind layers) : base(nameof(EncoderLayer))
    {
        ln1 = LayerNorm(options.Width, EVitOptions.Epsilon);
        attn = new SelfAttention(options, layers);
        ln2 = LayerNorm(options.Width, EVitOptions.Epsilon);
        mlp = new TokenMlp(options, layers);
        _dropout = options.Dropout;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => Forward(x, x.size(1));

    /// <summary>
    /// The first token of <see cref="forward"/>'s result, [B, T, D] -&gt; [B, 1, D]: every token gives a key and a value, but only one asks and goes through the MLP.
    /// Where nothing else is read of the last layer, that spares most of its work. Dropout draws other numbers.
    /// </summary>
    public Tensor FirstToken(Tensor x) => Forward(x, 1);

    private Tensor Forward(Tensor x, long tokens)
    {
        using var scope = NewDisposeScope();
        Tensor Kept(Tensor t) => tokens == t.size(1) ? t : t.narrow(1, 0, tokens);
        var normal = ln1.forward(x);
        var h = Kept(x) + functional.dropout(attn.forward(Kept(normal), normal), _dropout, training);
        return (h + mlp.forward(ln2.forward(h))).MoveToOuterDisposeScope();
    }
}

/// <summary>Softmax attention of some tokens [B, A, D] over all tokens [B, T, D], with four Eigen layers of their own for queries, keys, values and the output: [B, A, D].</summary>
public sealed class SelfAttention : Module<Tensor, Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> q_proj;
    private readonly Module<Tensor, Tensor> k_proj;
    private readonly Module<Tensor, Tensor> v_proj;
    private readonly Module<Tensor, Tensor> out_proj;
    private readonly long _heads;
    private readonly double _scale;

    /// <summary>A module of this architecture.</summary>
    public SelfAttention(EVitOptions options, LayerKind layers) : base(nameof(SelfAttention))
    {
        q_proj = layers.Linear(options.Width, options.Width);
        k_proj = layers.Linear(options.Width, options.Width);
        v_proj = layers.Linear(options.Width, options.Width);
        out_proj = layers.Linear(options.Width, options.Width);
        _heads = options.Heads;
        _scale = 1 / Math.Sqrt((double)options.Width / options.Heads);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor asking, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        Tensor Split(Tensor y) => y.view(y.size(0), y.size(1), _heads, y.size(2) / _heads).transpose(1, 2);
        var weights = (Split(q_proj.forward(asking)) * _scale).matmul(Split(k_proj.forward(tokens)).transpose(-2, -1)).softmax(-1);
        return out_proj.forward(weights.matmul(Split(v_proj.forward(tokens))).transpose(1, 2).reshape(asking.shape)).MoveToOuterDisposeScope();
    }
}

/// <summary>Two Eigen layers with an exact GELU between.</summary>
public sealed class TokenMlp : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> fc1;
    private readonly Module<Tensor, Tensor> fc2;
    private readonly double _dropout;

    /// <summary>A module of this architecture.</summary>
    public TokenMlp(EVitOptions options, LayerKind layers) : base(nameof(TokenMlp))
    {
        fc1 = layers.Linear(options.Width, options.MlpWidth);
        fc2 = layers.Linear(options.MlpWidth, options.Width);
        _dropout = options.Dropout;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var hidden = functional.dropout(functional.gelu(fc1.forward(x)), _dropout, training);
        return functional.dropout(fc2.forward(hidden), _dropout, training).MoveToOuterDisposeScope();
    }
}
