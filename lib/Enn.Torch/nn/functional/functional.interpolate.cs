using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op[] _nearest = ["upsample_nearest1d.vec", "upsample_nearest2d.vec", "upsample_nearest3d.vec"],
                _nearestExact = ["_upsample_nearest_exact1d.vec", "_upsample_nearest_exact2d.vec", "_upsample_nearest_exact3d.vec"];
            private static readonly Op _linear1d = "upsample_linear1d.vec", _bilinear2d = "upsample_bilinear2d.vec", _bicubic2d = "upsample_bicubic2d.vec", _trilinear3d = "upsample_trilinear3d.vec",
                _bilinearSmooth = "_upsample_bilinear2d_aa.vec", _bicubicSmooth = "_upsample_bicubic2d_aa.vec";

            /// <summary>Resamples [N, C, ...] to a size, or by factors, one for each spatial dimension or one for all.</summary>
            public static Tensor interpolate(Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null,
                bool recompute_scale_factor = false, bool antialias = false)
            {
                var spatial = (int)x.ndim - 2;
                if ((size is null) == (scale_factor is null)) throw new ArgumentException("give size or scale_factor, not both", nameof(size));
                var plain = mode is InterpolationMode.Nearest or InterpolationMode.NearestExact or InterpolationMode.Area;
                if (plain && align_corners is not null) throw new ArgumentException($"align_corners has no meaning for mode {mode}", nameof(align_corners));
                if (size is { Length: 1 }) size = Sizes.Repeat(size[0], spatial);
                if (scale_factor is { Length: 1 }) scale_factor = [.. Enumerable.Repeat(scale_factor[0], spatial)];
                if ((size?.Length ?? scale_factor!.Length) != spatial) throw new ArgumentException($"{spatial} spatial dimensions need as many sizes or factors", nameof(size));
                if (size is null && (recompute_scale_factor || mode == InterpolationMode.Area))
                {
                    var shape = x.shape;
                    size = [.. scale_factor!.Select((scale, d) => (long)Math.Floor(shape[d + 2] * scale))];
                    scale_factor = null;
                }
                var corners = align_corners ?? false;
                if (antialias && mode is not (InterpolationMode.Bilinear or InterpolationMode.Bicubic))
                    throw new ArgumentException($"antialias needs mode Bilinear or Bicubic, not {mode}", nameof(antialias));
                return (mode, spatial) switch
                {
                    (InterpolationMode.Nearest, 1 or 2 or 3) => _nearest[spatial - 1].Call(x, size, scale_factor),
                    (InterpolationMode.NearestExact, 1 or 2 or 3) => _nearestExact[spatial - 1].Call(x, size, scale_factor),
                    (InterpolationMode.Area, 1) => _adaptiveAvg1d.Call(x, size),
                    (InterpolationMode.Area, 2) => _adaptiveAvg2d.Call(x, size),
                    (InterpolationMode.Area, 3) => _adaptiveAvg3d.Call(x, size),
                    (InterpolationMode.Linear, 1) => _linear1d.Call(x, size, corners, scale_factor),
                    (InterpolationMode.Bilinear, 2) => (antialias ? _bilinearSmooth : _bilinear2d).Call(x, size, corners, scale_factor),
                    (InterpolationMode.Bicubic, 2) => (antialias ? _bicubicSmooth : _bicubic2d).Call(x, size, corners, scale_factor),
                    (InterpolationMode.Trilinear, 3) => _trilinear3d.Call(x, size, corners, scale_factor),
                    _ => throw new ArgumentException($"mode {mode} does not fit an input of {spatial + 2} dimensions", nameof(mode)),
                };
            }

            public static Tensor upsample(Tensor input, long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool align_corners = false) =>
                interpolate(input, size, scale_factor, (InterpolationMode)mode, mode == UpsampleMode.Nearest ? null : align_corners);

            public static Tensor upsample_bilinear(Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) =>
                interpolate(x, size, scale_factor, InterpolationMode.Bilinear, align_corners);

            public static Tensor upsample_nearest(Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) => interpolate(x, size, scale_factor);
            public static Tensor upsample_nearest1d(Tensor input, long? outputSize, double? scaleFactor) =>
                interpolate(input, outputSize is { } s ? [s] : null, scaleFactor is { } f ? [f] : null);
            public static Tensor upsample_nearest2d(Tensor input, long[]? outputSizes = null, double[]? scaleFactors = null) => interpolate(input, outputSizes, scaleFactors);
            public static Tensor upsample_nearest3d(Tensor input, long[]? outputSizes = null, double[]? scaleFactors = null) => interpolate(input, outputSizes, scaleFactors);
        }
    }
}
