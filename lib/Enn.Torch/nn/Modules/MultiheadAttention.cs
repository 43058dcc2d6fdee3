using Enn.Torch.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static MultiheadAttention MultiheadAttention(long embedded_dim, long num_heads, double dropout = 0, bool bias = true, bool add_bias_kv = false, bool add_zero_attn = false,
                long? kdim = null, long? vdim = null) => new(embedded_dim, num_heads, dropout, bias, add_bias_kv, add_zero_attn, kdim, vdim);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>
    /// Attention of several heads over sequences [L, N, E]. The result is [L, N, E] and, where wanted, the weights [N, L, S], the mean over the heads.
    /// Masks: Boolean (true is left out) or float (added); of [L, S] or [N heads, L, S], of keys [N, S].
    /// </summary>
    public sealed class MultiheadAttention : nn.Module<Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, Tuple<Tensor, Tensor>>
    {
        private static readonly Op _linear = "linear", _chunk = "chunk", _cat = "cat", _repeat = "repeat", _view = "reshape", _transpose = "transpose.int", _bmm = "bmm", _baddbmm = "baddbmm",
            _softmax = "softmax.int", _dropout = "dropout", _mean = "mean.dim", _pad = "constant_pad_nd", _fill = "masked_fill.Scalar", _expand = "expand";

        private readonly long _width, _heads;
        private readonly double _rate;
        private readonly bool _zero;

        // In the order in which PyTorch registers them.
        private readonly Parameter? q_proj_weight, k_proj_weight, v_proj_weight, in_proj_weight, in_proj_bias, bias_k, bias_v;
        private readonly Linear out_proj;

        internal MultiheadAttention(long width, long heads, double dropout, bool bias, bool biasKeys, bool zero, long? keys, long? values) : base(nameof(MultiheadAttention))
        {
            if (width % heads != 0) throw new ArgumentException($"embedded_dim {width} is not divisible by num_heads {heads}", nameof(width));
            (_width, _heads, _rate, _zero) = (width, heads, dropout, zero);
            var same = (keys ?? width) == width && (values ?? width) == width;
            if (same) in_proj_weight = Factory.Empty([3 * width, width], null, null);
            else
            {
                q_proj_weight = Factory.Empty([width, width], null, null);
                k_proj_weight = Factory.Empty([width, keys ?? width], null, null);
                v_proj_weight = Factory.Empty([width, values ?? width], null, null);
            }
            if (bias) in_proj_bias = Factory.ParameterOf(Factory.Zeros([3 * width], null, null));
            out_proj = nn.Linear(width, width, bias);
            if (biasKeys) (bias_k, bias_v) = (Factory.Empty([1, 1, width], null, null), Factory.Empty([1, 1, width], null, null));
            foreach (var weight in new[] { in_proj_weight, q_proj_weight, k_proj_weight, v_proj_weight }) if (weight is not null) nn.init.xavier_uniform_(weight);
            if (out_proj.bias is not null) nn.init.zeros_(out_proj.bias);
            foreach (var b in new[] { bias_k, bias_v }) if (b is not null) nn.init.xavier_normal_(b);
            RegisterComponents();
        }

        public new Tuple<Tensor, Tensor> call(Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask = null, bool need_weights = true, Tensor? attn_mask = null) =>
            base.call(query, key, value, key_padding_mask, need_weights, attn_mask);

        public override Tuple<Tensor, Tensor> forward(Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask, bool need_weights, Tensor? attn_mask)
        {
            var (length, batch) = (query.size(0), query.size(1));
            var head = _width / _heads;
            var (q, k, v) = Project(query, key, value);
            if (bias_k is not null)
            {
                k = _cat.Call(Arg.List([k, _repeat.Call(bias_k, new[] { 1, batch, 1 })]));
                v = _cat.Call(Arg.List([v, _repeat.Call(bias_v, new[] { 1, batch, 1 })]));
                (key_padding_mask, attn_mask) = (Wider(key_padding_mask), Wider(attn_mask));
            }
            q = Heads(q, length);
            k = Heads(k, k.size(0));
            v = Heads(v, v.size(0));
            if (_zero)
            {
                var zeros = Factory.Zeros([batch * _heads, 1, head], k.device, k.dtype);
                (k, v) = (_cat.Call(Arg.List([k, zeros]), 1), _cat.Call(Arg.List([v, zeros]), 1));
                (key_padding_mask, attn_mask) = (Wider(key_padding_mask), Wider(attn_mask));
            }
            var keys = k.size(1);
            var mask = Merge(Additive(attn_mask, q.dtype), Additive(key_padding_mask, q.dtype), batch, keys);
            q = q.mul(1 / Math.Sqrt(head));
            k = _transpose.Call(k, -2, -1);
            var weights = _softmax.Call(mask is null ? _bmm.Call(q, k) : _baddbmm.Call(mask, q, k), -1);
            if (_rate > 0 && training) weights = _dropout.Call(weights, _rate, true);
            var mixed = _view.Call(_transpose.Call(_bmm.Call(weights, v), 0, 1), new[] { length, batch, _width });
            var output = out_proj.call(mixed);
            if (!need_weights) return new(output, null!);
            return new(output, _mean.Call(_view.Call(weights, new[] { batch, _heads, length, keys }), new long[] { 1 }));

            Tensor Heads(Tensor x, long count) => _transpose.Call(_view.Call(x, new[] { count, batch * _heads, head }), 0, 1);
        }

        private (Tensor q, Tensor k, Tensor v) Project(Tensor query, Tensor key, Tensor value)
        {
            if (in_proj_weight is not null && ReferenceEquals(query, key) && ReferenceEquals(key, value))
            {
                var all = _chunk.CallList(_linear.Call(query, in_proj_weight, in_proj_bias), 3, -1);
                return (all[0], all[1], all[2]);
            }
            Tensor[] w = in_proj_weight is null ? [q_proj_weight!, k_proj_weight!, v_proj_weight!] : _chunk.CallList(in_proj_weight, 3);
            var b = in_proj_bias is null ? null : _chunk.CallList(in_proj_bias, 3);
            return (_linear.Call(query, w[0], b?[0]), _linear.Call(key, w[1], b?[1]), _linear.Call(value, w[2], b?[2]));
        }

        // One more key, which no mask leaves out.
        private static Tensor? Wider(Tensor? mask) => mask is null ? null : _pad.Call(mask, new long[] { 0, 1 });

        private static Tensor? Additive(Tensor? mask, ScalarType dtype) => mask is null || mask.dtype != ScalarType.Bool
            ? mask
            : _fill.Call(Factory.Zeros(mask.shape, mask.device, dtype), mask, double.NegativeInfinity);

        private Tensor? Merge(Tensor? mask, Tensor? padding, long batch, long keys)
        {
            if (mask is not null && mask.ndim == 2) mask = mask.unsqueeze(0);
            if (padding is null) return mask;
            var wide = _view.Call(_expand.Call(_view.Call(padding, new[] { batch, 1, 1, keys }), new[] { batch, _heads, 1, keys }), new[] { batch * _heads, 1, keys });
            return mask is null ? wide : mask + wide;
        }
    }
}
