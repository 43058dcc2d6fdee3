using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static TransformerEncoderLayer TransformerEncoderLayer(long d_model = 512, long nhead = 8, long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU) =>
                new(d_model, nhead, dim_feedforward, dropout, activation);

            public static TransformerEncoder TransformerEncoder(TransformerEncoderLayer encoder_layer, long num_layers) => new(encoder_layer, num_layers);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Self-attention and a feed-forward pair, each with a residual connection and a layer norm after it, over [L, N, E].</summary>
    public sealed class TransformerEncoderLayer : nn.Module<Tensor, Tensor>
    {
        private readonly long _heads;
        private readonly double _rate;
        private readonly nn.Activations _activation;
        private readonly MultiheadAttention self_attn;
        private readonly Linear linear1;
        private readonly Dropout dropout;
        private readonly Linear linear2;
        private readonly LayerNorm norm1, norm2;
        private readonly Dropout dropout1, dropout2;

        internal TransformerEncoderLayer(long width, long heads, long feedForward, double rate, nn.Activations activation) : base(nameof(TransformerEncoderLayer))
        {
            (_heads, _rate, _activation) = (heads, rate, activation);
            self_attn = nn.MultiheadAttention(width, heads, rate);
            linear1 = nn.Linear(width, feedForward);
            dropout = nn.Dropout(rate);
            linear2 = nn.Linear(feedForward, width);
            norm1 = nn.LayerNorm(width);
            norm2 = nn.LayerNorm(width);
            dropout1 = nn.Dropout(rate);
            dropout2 = nn.Dropout(rate);
            RegisterComponents();
        }

        /// <summary>A new layer with the same weights.</summary>
        internal TransformerEncoderLayer Copy()
        {
            var copy = new TransformerEncoderLayer(linear1.in_features, _heads, linear1.out_features, _rate, _activation);
            copy.load_state_dict(state_dict());
            return copy.to(linear1.weight.device, linear1.weight.dtype);
        }

        public override Tensor forward(Tensor src) => Run(src, null, null);

        public Tensor call(Tensor src, Tensor? src_mask) => Run(src, src_mask, null);

        public Tensor call(Tensor src, Tensor? src_mask, Tensor? src_key_padding_mask) => Run(src, src_mask, src_key_padding_mask);

        private Tensor Run(Tensor src, Tensor? mask, Tensor? padding)
        {
            var x = norm1.call(src + dropout1.call(self_attn.call(src, src, src, padding, false, mask).Item1));
            var inner = linear1.call(x);
            inner = dropout.call(_activation == nn.Activations.GELU ? nn.functional.gelu(inner) : nn.functional.relu(inner));
            return norm2.call(x + dropout2.call(linear2.call(inner)));
        }
    }

    /// <summary>Layers one after the other, each a copy of one.</summary>
    public sealed class TransformerEncoder : nn.Module<Tensor, Tensor?, Tensor?, Tensor>
    {
        private readonly ModuleList<TransformerEncoderLayer> layers;

        internal TransformerEncoder(TransformerEncoderLayer layer, long count) : base(nameof(TransformerEncoder))
        {
            layers = new([.. Enumerable.Range(0, (int)count).Select(_ => layer.Copy())]);
            RegisterComponents();
        }

        public Tensor call(Tensor src) => base.call(src, null, null);
        public Tensor call(Tensor src, Tensor? src_mask) => base.call(src, src_mask, null);

        public override Tensor forward(Tensor src, Tensor? src_mask, Tensor? src_key_padding_mask)
        {
            foreach (var layer in layers) src = layer.call(src, src_mask, src_key_padding_mask);
            return src;
        }
    }
}
