using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Activation _dropout = new("dropout"), _alphaDropout = new("alpha_dropout"), _featureDropout = new("feature_dropout"), _featureAlphaDropout = new("feature_alpha_dropout");
            private static readonly Op _oneHot = "one_hot", _pad = "pad", _pixelShuffle = "pixel_shuffle", _pixelUnshuffle = "pixel_unshuffle", _gridSample = "grid_sampler", _affineGrid = "affine_grid_generator",
                _embedding = "embedding", _matmul = "matmul", _transpose = "transpose.int", _maskedFill = "masked_fill.Scalar", _not = "logical_not", _onesOf = "ones", _tril = "tril";

            private static readonly string[] _padModes = ["constant", "reflect", "replicate", "circular", "constant"];

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => _dropout.Call(inplace, input, p, training);
            public static Tensor alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) => _alphaDropout.Call(inplace, input, p, training);
            public static Tensor feature_alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) => _featureAlphaDropout.Call(inplace, input, p, training);

            public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => ChannelDropout(input, 2, p, training, inplace);
            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => ChannelDropout(input, 3, p, training, inplace);
            public static Tensor dropout3d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => ChannelDropout(input, 4, p, training, inplace);

            // Whole channels drop; an input without batch dimension gets one meanwhile, except in two dimensions' function, where PyTorch takes [N, C, L] as a batch.
            private static Tensor ChannelDropout(Tensor input, int unbatched, double p, bool training, bool inplace)
            {
                if (input.ndim != unbatched || unbatched == 3) return _featureDropout.Call(inplace, input, p, training);
                var result = _squeeze.Call(_featureDropout.Call(inplace, _unsqueeze.Call(input, 0), p, training), 0);
                return inplace ? input : result;
            }

            public static Tensor one_hot(Tensor x, long num_classes = -1) => _oneHot.Call(x, num_classes);

            /// <summary>Pads the last dimensions: left and right of the last, then of the one before...</summary>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                _pad.Call(input, pad, _padModes[(int)mode], mode is PaddingModes.Constant or PaddingModes.Zeros ? value : default(Arg));

            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => functional.pad(input, pad.ToArray(), mode, value);
            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => functional.pad(input, Sizes.Of(pad), mode, value);

            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, Sizes.Repeat(pad, 2), mode, value);

            public static Tensor pixel_shuffle(Tensor input, long upscale_factor) => _pixelShuffle.Call(input, upscale_factor);
            public static Tensor pixel_unshuffle(Tensor input, long downscale_factor) => _pixelUnshuffle.Call(input, downscale_factor);

            public static Tensor grid_sample(Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear, GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null) =>
                _gridSample.Call(input, grid, mode == GridSampleMode.Nearest ? 1 : 0, padding_mode switch { GridSamplePaddingMode.Border => 1, GridSamplePaddingMode.Reflection => 2, _ => 0 }, align_corners ?? false);

            public static Tensor affine_grid(Tensor theta, long[]? size = null, bool align_corners = false) =>
                _affineGrid.Call(theta, size ?? throw new ArgumentNullException(nameof(size)), align_corners);

            /// <summary>softmax(q k^T / sqrt(E) + mask) v; a Boolean mask keeps what is true.</summary>
            public static Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0, bool is_casual = false)
            {
                if (is_casual && attn_mask is not null) throw new ArgumentException("a mask and is_casual exclude each other", nameof(attn_mask));
                // Both factors take half of the scale, which keeps float16 in range.
                var scale = Math.Sqrt(1 / Math.Sqrt(query.size(-1)));
                var scores = _matmul.Call(query.mul(scale), _transpose.Call(key, -2, -1).mul(scale));
                if (is_casual) attn_mask = _tril.Call(_onesOf.Call(new[] { query.size(-2), key.size(-2) }, ScalarType.Bool, default, query.device));
                if (attn_mask is not null)
                    scores = attn_mask.dtype == ScalarType.Bool ? _maskedFill.Call(scores, _not.Call(attn_mask), double.NegativeInfinity) : scores + attn_mask;
                var weights = softmax(scores, -1);
                if (p > 0) weights = dropout(weights, p);
                return _matmul.Call(weights, value);
            }
        }
    }
}
