using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Data;

/// <summary>Labelled images, held whole as one tensor: what fits in memory needs no workers.</summary>
/// <param name="images">Pixels, uint8 [count, channels, height, width].</param>
/// <param name="labels">Class numbers, int64 [count].</param>
public sealed class ImageSet(Tensor images, Tensor labels) : IDisposable
{
    /// <summary>Pixels, uint8 [count, channels, height, width].</summary>
    public Tensor Images { get; } = images.DetachFromDisposeScope();

    /// <summary>Class numbers, int64 [count].</summary>
    public Tensor Labels { get; } = labels.DetachFromDisposeScope();

    /// <summary>The number of images.</summary>
    public int Count { get; } = images.size(0) == labels.size(0)
        ? checked((int)labels.size(0))
        : throw new ArgumentException($"{images.size(0)} images but {labels.size(0)} labels");

    /// <summary>A set from raw bytes.</summary>
    /// <param name="pixels">count * channels * height * width bytes, row-major.</param>
    /// <param name="labels">One class number an image.</param>
    /// <param name="channels">Colour planes.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public static ImageSet FromBytes(byte[] pixels, byte[] labels, int channels, int height, int width)
    {
        using var bytes = tensor(labels, [labels.Length], dtype: ScalarType.Byte);
        return new ImageSet(tensor(pixels, [labels.Length, channels, height, width], dtype: ScalarType.Byte), bytes.to_type(ScalarType.Int64));
    }

    /// <summary>Some of the images, copied, in the order named; an image may be named more than once.</summary>
    /// <param name="indices">Which: 0 to <see cref="Count"/> - 1.</param>
    public ImageSet Select(IReadOnlyList<int> indices)
    {
        using var which = tensor([.. indices.Select(index => (long)index)], [indices.Count], device: Images.device);
        return new ImageSet(Images.index_select(0, which), Labels.index_select(0, which));
    }

    /// <summary>The set on another device.</summary>
    public ImageSet To(Device device) => new(Images.to(device, copy: true), Labels.to(device, copy: true));

    /// <summary>The first <paramref name="count"/> images (views, no copy).</summary>
    public ImageSet Take(int count) => new(Images.narrow(0, 0, count), Labels.narrow(0, 0, count));

    /// <inheritdoc/>
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
    }
}
