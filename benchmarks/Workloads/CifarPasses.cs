using Enn.Data;
using TorchSharp;

namespace Enn.Benchmarks.Workloads;

/// <summary>One pass over small colour images in memory: shuffled batches, padded and cropped, mirrored, scaled and normalised.</summary>
internal sealed class CifarPasses : Workload
{
    internal const int Images = 5_120;
    internal const int BatchSize = 128;

    private readonly Batches _batches;
    private int _epoch;

    internal CifarPasses()
    {
        var pixels = new byte[Images * 3 * 32 * 32];
        new Random(0).NextBytes(pixels);
        var set = ImageSet.FromBytes(pixels, [.. Enumerable.Range(0, Images).Select(i => (byte)(i % 10))], 3, 32, 32);
        _batches = new Batches(set, BatchSize, shuffle: true, dropLast: true,
            transforms: [Transforms.PadCrop(4), Transforms.Flip, Transforms.Scale, Transforms.Normalise([0.4914f, 0.4822f, 0.4465f], [0.2470f, 0.2435f, 0.2616f])]);
    }

    internal override void Run(long count)
    {
        for (var i = 0L; i < count; i++)
            foreach (var batch in _batches.Epoch(_epoch++))
                if (batch.Inputs.size(0) != BatchSize) throw new InvalidOperationException("a batch of another size");
    }
}
