using System.Buffers;
using static TorchSharp.torch;

namespace Enn.Data;

/// <summary>A colour image in memory that is lent from a pool: dispose it when done.</summary>
public sealed class RgbImage : IDisposable
{
    // Kernels read whole words, so also a little behind the last pixel.
    private const int Slack = 16;

    private byte[]? _buffer;

    /// <summary>An image of arbitrary content.</summary>
    internal RgbImage(int height, int width)
    {
        (Height, Width) = (height, width);
        _buffer = ArrayPool<byte>.Shared.Rent(checked(3 * height * width) + Slack);
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Red, green and blue of each pixel, row after row.</summary>
    public Span<byte> Pixels => Buffer.AsSpan(0, 3 * Height * Width);

    internal byte[] Buffer => _buffer ?? throw new ObjectDisposedException(nameof(RgbImage));

    /// <summary>A copy as uint8 [3, height, width].</summary>
    public Tensor ToTensor()
    {
        using var interleaved = tensor(Pixels.ToArray(), [Height, Width, 3], dtype: ScalarType.Byte);
        return interleaved.permute(2, 0, 1).contiguous();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer) ArrayPool<byte>.Shared.Return(buffer);
    }
}
