using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eigen;

/// <summary>
/// The paper's vision transformer EViT, [B, C, S, S] -&gt; [B, K]: every linear layer and the patch convolution factorised. State-dict keys as the official code.
/// </summary>
public sealed class EVit : Module<Tensor, Tensor>, IUnitChain
{
    private readonly Parameter cls_token;
    private readonly Module<Tensor, Tensor> conv_proj;
    private readonly Encoder encoder;
    private readonly Module<Tensor, Tensor>? pre_logits;
    private readonly Module<Tensor, Tensor> head;

    /// <summary>A network of this architecture. Initial weights come from the default generator.</summary>
    /// <exception cref="ArgumentException">Sizes do not fit each other.</exception>
    public EVit(EVitOptions? options = null) : base(nameof(EVit))
    {
        Options = options ?? new EVitOptions();
        Options.Check();
        var layers = Options.Layers ?? new EigenLayers();
        cls_token = Parameter(zeros(1, 1, Options.Width));
        conv_proj = layers.Convolution(Options.Channels, Options.Width, Options.PatchSize, Options.PatchSize, bias: true);
        encoder = new Encoder(Options, layers);
        if (Options.RepresentationWidth is { } between) pre_logits = layers.Linear(Options.Width, between);
        head = layers.Classifier(Options.RepresentationWidth ?? Options.Width, Options.Classes);
        RegisterComponents();
        Units =
        [
            new("patches", Embed, [("conv_proj", conv_proj)]) { Loose = [("cls_token", cls_token), ("encoder.pos_embed", encoder.Positions)] },
            .. encoder.Layers.Select((layer, i) => new NetworkUnit($"encoder.layers.{i}", layer.forward, [($"encoder.layers.{i}", layer)])),
            new("head", Classify, pre_logits is null
                ? [("encoder.ln_final", encoder.FinalNorm), ("head", head)]
                : [("encoder.ln_final", encoder.FinalNorm), ("pre_logits", pre_logits), ("head", head)]),
        ];
    }

    /// <summary>The architecture.</summary>
    public EVitOptions Options { get; }

    /// <inheritdoc/>
    public IReadOnlyList<NetworkUnit> Units { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The image has another size.</exception>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        // The units one by one, but for what nobody reads of the last encoder layer.
        var h = Units.SkipLast(2).Aggregate(input, (h, unit) => unit.Forward(h));
        return Classify(encoder.Layers[^1].FirstToken(h)).MoveToOuterDisposeScope();
    }

    /// <summary>The same function of plain layers.</summary>
    public EVit ToDense()
    {
        var state = PlainWeights.Of(this);
        var twin = new EVit(Options with { Layers = new DenseLayers() });
        twin.to(cls_token.dtype).to(cls_token.device);
        twin.load_state_dict(state);
        twin.train(training);
        return twin;
    }

    private Tensor Embed(Tensor image)
    {
        var shape = image.shape;
        if (shape is not [_, var channels, var height, var width] || channels != Options.Channels || height != Options.ImageSize || width != Options.ImageSize)
            throw new ArgumentException($"The network takes images [B, {Options.Channels}, {Options.ImageSize}, {Options.ImageSize}], not [{string.Join(", ", shape)}].", nameof(image));
        using var scope = NewDisposeScope();
        var patches = conv_proj.forward(image).flatten(2).transpose(1, 2);
        var tokens = cat([cls_token.expand(image.size(0), -1, -1), patches], 1) + encoder.Positions;
        return functional.dropout(tokens, Options.Dropout, training).MoveToOuterDisposeScope();
    }

    private Tensor Classify(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        return Project(encoder.FinalNorm.forward(tokens).select(1, 0)).MoveToOuterDisposeScope();
    }

    /// <summary>What the class token is read by, on any tokens: [..., D] -&gt; [..., K].</summary>
    internal Tensor Read(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        return Project(encoder.FinalNorm.forward(tokens)).MoveToOuterDisposeScope();
    }

    private Tensor Project(Tensor features) => head.forward(pre_logits is null ? features : pre_logits.forward(features).tanh());

    // Holds what the official keys have under encoder.
    private sealed class Encoder : Module<Tensor, Tensor>
    {
        private readonly Parameter pos_embed;
        private readonly Sequential layers;
        private readonly LayerNorm ln_final;

        internal Encoder(EVitOptions options, LayerKind kind) : base(nameof(Encoder))
        {
            pos_embed = Parameter(randn(1, options.Tokens, options.Width) * 0.02);
            Layers = [.. Enumerable.Range(0, options.Depth).Select(_ => new EncoderLayer(options, kind))];
            layers = nn.Sequential(Layers);
            ln_final = LayerNorm(options.Width, EVitOptions.Epsilon);
            RegisterComponents();
        }

        internal Parameter Positions => pos_embed;

        internal EncoderLayer[] Layers { get; }

        internal LayerNorm FinalNorm => ln_final;

        public override Tensor forward(Tensor tokens) => ln_final.forward(layers.forward(tokens));
    }
}
