using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Data;

/// <summary>
/// Cutting and mirroring of bytes in the CPU's memory, a row at a time: what libtorch does element by element there, at several times the cost. Elsewhere the
/// tensor operations of <see cref="ImageBatch"/> do the same.
/// </summary>
internal static class RowKernels
{
    /// <summary>Whether the images lie in the CPU's memory as bytes without gaps.</summary>
    internal static bool Fit(Tensor images) => images.device_type == DeviceType.CPU && images.dtype == ScalarType.Byte && images.is_contiguous() && images.numel() <= int.MaxValue;

    /// <inheritdoc cref="ImageBatch.Windows"/>
    internal static Tensor Windows(Tensor images, int padding, long[] tops, long[] lefts, int height, int width)
    {
        var (count, channels, rows, columns) = ((int)images.size(0), (int)images.size(1), (int)images.size(2), (int)images.size(3));
        var result = empty([count, channels, height, width], dtype: ScalarType.Byte);
        var from = images.bytes;
        var to = result.bytes;
        for (var image = 0; image < count; image++)
        {
            var (top, left) = ((int)tops[image] - padding, (int)lefts[image] - padding);
            if (top < -padding || top + height > rows + padding || left < -padding || left + width > columns + padding)
                throw new ArgumentOutOfRangeException(nameof(tops), $"the window at ({tops[image]}, {lefts[image]}) reaches beyond the padded image");
            // The part of a row's window that lies in the image; zeros before and after.
            var (begin, end) = (Math.Clamp(-left, 0, width), Math.Clamp(columns - left, 0, width));
            for (var plane = image * channels; plane < (image + 1) * channels; plane++)
                for (var y = 0; y < height; y++)
                {
                    var row = to.Slice((plane * height + y) * width, width);
                    var source = top + y;
                    if (source < 0 || source >= rows || begin >= end)
                    {
                        row.Clear();
                        continue;
                    }
                    row[..begin].Clear();
                    from.Slice((plane * rows + source) * columns + left + begin, end - begin).CopyTo(row[begin..]);
                    row[end..].Clear();
                }
        }
        GC.KeepAlive(images);
        return result;
    }

    /// <inheritdoc cref="ImageBatch.Mirror"/>
    internal static Tensor Mirror(Tensor images, bool[] which)
    {
        var result = images.clone();
        var bytes = result.bytes;
        var (width, size) = ((int)images.size(3), (int)(images.numel() / Math.Max(images.size(0), 1)));
        for (var image = 0; image < which.Length; image++)
        {
            if (!which[image]) continue;
            for (var at = image * size; at < (image + 1) * size; at += width) bytes.Slice(at, width).Reverse();
        }
        return result;
    }
}
