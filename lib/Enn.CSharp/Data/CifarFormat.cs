using Enn.Data.Pickling;

namespace Enn.Data;

/// <summary>What CIFAR-10 and CIFAR-100 share: colour images of 32 x 32, in a binary release (records of label bytes and the three colour planes) and a Python one (pickled arrays).</summary>
internal static class CifarFormat
{
    private const int Side = 32;
    private const int Channels = 3;
    private const int Pixels = Channels * Side * Side;
    private const int RecordsAtOnce = 256;

    /// <summary>Reads files of records, one after another, into one set.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="labelBytes">Label bytes before the pixels of a record.</param>
    /// <param name="label">Which of them counts.</param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="InvalidDataException">A file is empty, ends within a record, or has a label that is no class; the message names file, offset and reason.</exception>
    internal static ImageSet ReadBinary(IReadOnlyList<string> paths, int labelBytes, int label, int classes)
    {
        var record = labelBytes + Pixels;
        var builder = new ImageSetBuilder(checked((int)paths.Sum(path => Records(path, record))), Channels, Side, Side);
        var next = 0;
        var block = new byte[RecordsAtOnce * record];
        foreach (var path in paths)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            for (long start = 0; start < file.Length;)
            {
                var read = file.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
                if (read == 0 || read % record != 0) throw Damage.At(path, start + read, "the file shrank while it was read");
                for (var at = 0; at < read; at += record, next++)
                {
                    var value = block[at + label];
                    if (value >= classes) throw Damage.At(path, start + at + label, $"label {value}, where 0 to {classes - 1} are expected");
                    builder.Labels[next] = value;
                    block.AsSpan(at + labelBytes, Pixels).CopyTo(builder.Image(next));
                }
                start += read;
            }
        }
        return builder.Build();
    }

    /// <summary>Reads pickled batches, one after another, into one set.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="labelKey">The dictionary's entry that holds the labels.</param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="InvalidDataException">A file is no pickled batch; the message names file, offset and reason.</exception>
    internal static ImageSet ReadPickles(IReadOnlyList<string> paths, string labelKey, int classes)
    {
        var batches = paths.Select(path => Pickle.ReadFile(path, NumpyResolver.Instance, root => Batch(root, labelKey, classes))).ToList();
        var builder = new ImageSetBuilder(batches.Sum(batch => batch.Labels.Length), Channels, Side, Side);
        var next = 0;
        foreach (var (pixels, labels) in batches)
        {
            pixels.CopyTo(builder.Images(next, labels.Length));
            labels.CopyTo(builder.Labels, next);
            next += labels.Length;
        }
        return builder.Build();
    }

    private static (byte[] Pixels, byte[] Labels) Batch(object? root, string labelKey, int classes)
    {
        var data = PickleValue.Entry<NumpyArray>(root, "data");
        var labels = PickleValue.Entry<List<object?>>(root, labelKey);
        if (data.Type.Code != "u1" || data.Shape is not [_, Pixels]) throw new FormatException($"the pixels have shape [{string.Join(", ", data.Shape)}] and type {data.Type.Code}, where [count, {Pixels}] and u1 are expected");
        if (labels.Count != data.Shape[0]) throw new FormatException($"{labels.Count} labels for {data.Shape[0]} images");
        return (data.Bytes, [.. labels.Select(value => (byte)PickleValue.Number(value, 0, classes - 1, "a label"))]);
    }

    private static long Records(string path, int record)
    {
        var length = new FileInfo(path).Length;
        if (length == 0) throw Damage.At(path, 0, "the file is empty");
        return length % record == 0 ? length / record : throw Damage.At(path, length - length % record, $"the file ends within a record: {length % record} of {record} bytes");
    }
}
