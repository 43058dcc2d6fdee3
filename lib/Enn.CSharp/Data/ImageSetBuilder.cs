using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Data;

/// <summary>An image set that a reader fills in place: the pixels are in memory once.</summary>
/// <param name="count">Images.</param>
/// <param name="channels">Colour planes.</param>
/// <param name="height">Rows.</param>
/// <param name="width">Columns.</param>
internal sealed class ImageSetBuilder(int count, int channels, int height, int width)
{
    private readonly Tensor _images = empty([count, channels, height, width], dtype: ScalarType.Byte).DetachFromDisposeScope();
    private readonly int _size = channels * height * width;

    /// <summary>The class number of each image.</summary>
    internal byte[] Labels { get; } = new byte[count];

    /// <summary>The pixels of an image, plane by plane, row by row.</summary>
    internal Span<byte> Image(int index) => Images(index, 1);

    /// <summary>The pixels of consecutive images.</summary>
    internal Span<byte> Images(int first, int number) => _images.bytes.Slice(first * _size, number * _size);

    /// <summary>The set.</summary>
    internal ImageSet Build()
    {
        using var bytes = tensor(Labels, [Labels.Length], dtype: ScalarType.Byte);
        return new ImageSet(_images, bytes.to_type(ScalarType.Int64));
    }
}
