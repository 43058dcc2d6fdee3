using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Enn.Data;

/// <summary>
/// Scales images in PIL's arithmetic, bit for bit: columns first, rounded to bytes, then rows. Only what the view's window shows is computed.
/// </summary>
internal static class Resampler
{
    private const int Half = 1 << (ResampleWeights.Bits - 1);

    /// <summary>Writes a view as three planes of <c>Window.Height x Window.Width</c> bytes.</summary>
    internal static void Write(RgbImage image, ImageView view, Filter filter, Span<byte> planes)
    {
        var (source, window) = (view.Source, view.Window);
        var across = ResampleWeights.Of(source.Width, view.Width, window.Left, window.Width, filter);
        var down = ResampleWeights.Of(source.Height, view.Height, window.Top, window.Height, filter);
        var firstRow = down.First[0];
        var rows = down.First[^1] + down.Count[^1] - firstRow;
        var scaled = ArrayPool<byte>.Shared.Rent(rows * 3 * window.Width);
        try
        {
            for (var row = 0; row < rows; row++)
            {
                var start = 3 * ((source.Top + firstRow + row) * image.Width + source.Left);
                Across(image.Buffer.AsSpan(start), across, view.Mirrored, scaled.AsSpan(row * 3 * window.Width, 3 * window.Width));
            }
            for (var row = 0; row < window.Height; row++)
                Down(scaled.AsSpan((down.First[row] - firstRow) * 3 * window.Width), 3 * window.Width, down.Weights.AsSpan(row * down.Taps, down.Count[row]), planes, row, window);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scaled);
        }
    }

    // One row of pixels to a row of each plane. Each tap takes a pixel as four integers, the last of which is the next pixel's and ignored.
    private static void Across(ReadOnlySpan<byte> pixels, ResampleWeights weights, bool mirrored, Span<byte> planes)
    {
        var width = planes.Length / 3;
        for (var x = 0; x < width; x++)
        {
            var taps = weights.Weights.AsSpan(x * weights.Taps, weights.Count[x]);
            var from = pixels[(3 * weights.First[x])..];
            var sum = Vector128.Create(Half);
            for (var k = 0; k < taps.Length; k++)
            {
                var pixel = Vector128.CreateScalarUnsafe(MemoryMarshal.Read<uint>(from[(3 * k)..])).AsByte();
                sum += Vector128.WidenLower(Vector128.WidenLower(pixel)).AsInt32() * taps[k];
            }
            sum = Clamped(sum);
            var to = mirrored ? width - 1 - x : x;
            planes[to] = (byte)sum[0];
            planes[width + to] = (byte)sum[1];
            planes[2 * width + to] = (byte)sum[2];
        }
    }

    // The rows that one output row is made of, all three planes of a row in one go.
    private static void Down(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<int> weights, Span<byte> planes, int row, PixelBox window)
    {
        Span<byte> line = stackalloc byte[Vector128<byte>.Count];
        for (var at = 0; at < stride; at += line.Length)
        {
            var length = Math.Min(line.Length, stride - at);
            Vector128<int> a = Vector128.Create(Half), b = a, c = a, d = a;
            for (var k = 0; k < weights.Length; k++)
            {
                Vector128<byte> values;
                var from = rows.Slice(k * stride + at, length);
                if (length == line.Length) values = Vector128.Create(from);
                else
                {
                    from.CopyTo(line);
                    values = Vector128.Create<byte>(line);
                }
                var (low, high) = Vector128.Widen(values);
                var (low0, low1) = Vector128.Widen(low);
                var (high0, high1) = Vector128.Widen(high);
                a += low0.AsInt32() * weights[k];
                b += low1.AsInt32() * weights[k];
                c += high0.AsInt32() * weights[k];
                d += high1.AsInt32() * weights[k];
            }
            var words = Vector128.Narrow(Clamped(a), Clamped(b)).AsUInt16();
            Vector128.Narrow(words, Vector128.Narrow(Clamped(c), Clamped(d)).AsUInt16()).CopyTo(line);
            Place(line[..length], at, planes, row, window);
        }
    }

    // Bytes of the row of three planes to where each plane has that row.
    private static void Place(ReadOnlySpan<byte> values, int at, Span<byte> planes, int row, PixelBox window)
    {
        while (values.Length > 0)
        {
            var (plane, column) = Math.DivRem(at, window.Width);
            var length = Math.Min(values.Length, window.Width - column);
            values[..length].CopyTo(planes[((plane * window.Height + row) * window.Width + column)..]);
            values = values[length..];
            at += length;
        }
    }

    private static Vector128<int> Clamped(Vector128<int> sum) => Vector128.Clamp(Vector128.ShiftRightArithmetic(sum, ResampleWeights.Bits), Vector128<int>.Zero, Vector128.Create(255));
}
