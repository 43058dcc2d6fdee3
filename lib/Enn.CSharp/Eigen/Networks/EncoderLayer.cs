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
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var h = x + functional.dropout(attn.forward(ln1.forward(x)), _dropout, training);
        return (h + mlp.forward(ln2.forward(h))).MoveToOuterDisposeScope();
    }
}

/// <summary>Softmax attention with four Eigen layers of their own for queries, keys, values and the output.</summary>
public sealed class SelfAttention : Module<Tensor, Tensor>
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
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (batch, tokens, width) = (x.size(0), x.size(1), x.size(2));
        Tensor Split(Tensor y) => y.view(batch, tokens, _heads, width / _heads).transpose(1, 2);
        var weights = (Split(q_proj.forward(x)) * _scale).matmul(Split(k_proj.forward(x)).transpose(-2, -1)).softmax(-1);
        return out_proj.forward(weights.matmul(Split(v_proj.forward(x))).transpose(1, 2).reshape(batch, tokens, width)).MoveToOuterDisposeScope();
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
