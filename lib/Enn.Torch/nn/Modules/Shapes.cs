using Enn.Torch.Core;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Identity Identity() => new();
            public static Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);
            public static Unflatten Unflatten(long dim, params long[] unflattened_size) => new(dim, unflattened_size);
            public static PixelShuffle PixelShuffle(long upscale_factor) => new(upscale_factor);
            public static PixelUnshuffle PixelUnshuffle(long downscale_factor) => new(downscale_factor);
            public static ChannelShuffle ChannelShuffle(long groups) => new(groups);
            public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);
            public static Dropout1d Dropout1d(double p = 0.5, bool inplace = false) => new(p, inplace);
            public static Dropout2d Dropout2d(double p = 0.5, bool inplace = false) => new(p, inplace);
            public static Dropout3d Dropout3d(double p = 0.5, bool inplace = false) => new(p, inplace);
            public static AlphaDropout AlphaDropout(double p = 0.5, bool inplace = false) => new(p, inplace);
            public static FeatureAlphaDropout FeatureAlphaDropout(double p = 0.5) => new(p, false);
            public static FeatureAlphaDropout FeatureAlphaDropout(double p, bool inplace) => new(p, inplace);
            public static CosineSimilarity CosineSimilarity(long dim = 1, double eps = 1e-8) => new(dim, eps);
            public static PairwiseDistance PairwiseDistance(double p = 2, double eps = 1e-6, bool keepdim = false) => new(p, eps, keepdim);

            public static Upsample Upsample(long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool? align_corners = null, bool? recompute_scale_factor = null) =>
                new(size, scale_factor, mode, align_corners, recompute_scale_factor);

            public static Unfold Unfold(long kernel_size, long dilation = 1, long padding = 0, long stride = 1) => new((kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));
            public static Unfold Unfold((long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) => new(kernel_size, dilation, padding, stride);

            public static Fold Fold(long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                new((output_size, output_size), (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            public static Fold Fold((long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                new(output_size, kernel_size, dilation, padding, stride);
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class Identity() : ParameterLessModule<Tensor, Tensor>(nameof(Identity))
    {
        public override Tensor forward(Tensor tensor) => tensor;
    }

    public sealed class Flatten(long start_dim, long end_dim) : ParameterLessModule<Tensor, Tensor>(nameof(Flatten))
    {
        private static readonly Op _flatten = "flatten.using_ints";

        public long start_dim { get; set; } = start_dim;
        public long end_dim { get; set; } = end_dim;

        public override Tensor forward(Tensor input) => _flatten.Call(input, start_dim, end_dim);
    }

    public sealed class Unflatten(long dim, long[] unflattened_size) : ParameterLessModule<Tensor, Tensor>(nameof(Unflatten))
    {
        private static readonly Op _unflatten = "unflatten.int";

        public long dim { get; set; } = dim;
        public long[] unflattened_size { get; set; } = unflattened_size;

        public override Tensor forward(Tensor tensor) => _unflatten.Call(tensor, dim, unflattened_size);
    }

    public sealed class PixelShuffle(long upscale_factor) : ParameterLessModule<Tensor, Tensor>(nameof(PixelShuffle))
    {
        public long upscale_factor { get; set; } = upscale_factor;

        public override Tensor forward(Tensor tensor) => nn.functional.pixel_shuffle(tensor, upscale_factor);
    }

    public sealed class PixelUnshuffle(long downscale_factor) : ParameterLessModule<Tensor, Tensor>(nameof(PixelUnshuffle))
    {
        public long downscale_factor { get; set; } = downscale_factor;

        public override Tensor forward(Tensor tensor) => nn.functional.pixel_unshuffle(tensor, downscale_factor);
    }

    public sealed class ChannelShuffle(long groups) : ParameterLessModule<Tensor, Tensor>(nameof(ChannelShuffle))
    {
        private static readonly Op _shuffle = "channel_shuffle";

        public long groups { get; set; } = groups;

        public override Tensor forward(Tensor tensor) => _shuffle.Call(tensor, groups);
    }

    public sealed class Dropout(double p, bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(Dropout))
    {
        public double p { get; set; } = p;
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => training ? nn.functional.dropout(tensor, p, true, inplace) : tensor;
    }

    public sealed class Dropout1d(double p, bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(Dropout1d))
    {
        public double p { get; set; } = p;
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => training ? nn.functional.dropout1d(tensor, p, true, inplace) : tensor;
    }

    public sealed class Dropout2d(double p, bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(Dropout2d))
    {
        public double p { get; set; } = p;
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor input) => training ? nn.functional.dropout2d(input, p, true, inplace) : input;
    }

    public sealed class Dropout3d(double p, bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(Dropout3d))
    {
        public double p { get; set; } = p;
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor input) => training ? nn.functional.dropout3d(input, p, true, inplace) : input;
    }

    public sealed class AlphaDropout(double p, bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(AlphaDropout))
    {
        public double p { get; set; } = p;
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.alpha_dropout(tensor, p, training, inplace);
    }

    public sealed class FeatureAlphaDropout(double p, bool inplace) : ParameterLessModule<Tensor, Tensor>(nameof(FeatureAlphaDropout))
    {
        public double p { get; set; } = p;
        public bool inplace { get; set; } = inplace;

        public override Tensor forward(Tensor tensor) => nn.functional.feature_alpha_dropout(tensor, p, training, inplace);
    }

    public sealed class CosineSimilarity(long dim, double eps) : ParameterLessModule<Tensor, Tensor, Tensor>(nameof(CosineSimilarity))
    {
        public long dim { get; set; } = dim;
        public double eps { get; set; } = eps;

        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.cosine_similarity(input1, input2, dim, eps);
    }

    public sealed class PairwiseDistance(double p, double eps, bool keepdim) : ParameterLessModule<Tensor, Tensor, Tensor>(nameof(PairwiseDistance))
    {
        public double norm { get; set; } = p;
        public double eps { get; set; } = eps;
        public bool keepdim { get; set; } = keepdim;

        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.pairwise_distance(input1, input2, norm, eps, keepdim);
    }

    public sealed class Upsample(long[]? size, double[]? scale_factor, UpsampleMode mode, bool? align_corners, bool? recompute_scale_factor) : ParameterLessModule<Tensor, Tensor>(nameof(Upsample))
    {
        public ReadOnlySpan<long> size => _size;
        public ReadOnlySpan<double> scale_factor => _scale;
        public UpsampleMode mode { get; } = mode;
        public bool? align_corners { get; } = align_corners;
        public bool? recompute_scale_factor { get; set; } = recompute_scale_factor;

        private readonly long[]? _size = size;
        private readonly double[]? _scale = scale_factor;

        public override Tensor forward(Tensor input) => nn.functional.interpolate(input, _size, _scale, (InterpolationMode)mode, align_corners, recompute_scale_factor ?? false);
    }

    public sealed class Unfold((long, long) kernel_size, (long, long)? dilation, (long, long)? padding, (long, long)? stride) : ParameterLessModule<Tensor, Tensor>(nameof(Unfold))
    {
        public override Tensor forward(Tensor tensor) => nn.functional.unfold(tensor, kernel_size, dilation, padding, stride);
    }

    public sealed class Fold((long, long) output_size, (long, long) kernel_size, (long, long)? dilation, (long, long)? padding, (long, long)? stride) : ParameterLessModule<Tensor, Tensor>(nameof(Fold))
    {
        public override Tensor forward(Tensor tensor) => nn.functional.fold(tensor, output_size, kernel_size, dilation, padding, stride);
    }
}
