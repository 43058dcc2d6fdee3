using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Data.Weights;

/// <summary>A kind of storage that a file names: its element type, null for plain bytes.</summary>
internal sealed record TorchStorageType(ScalarType? Element);

/// <summary>Elements that tensors of a file are views of. Its memory is taken when the first tensor needs it, after its size has been checked.</summary>
/// <param name="key">What the file calls it.</param>
/// <param name="type">What the file says its elements are; null where the first tensor says it.</param>
/// <param name="count">Elements, or bytes where <paramref name="type"/> is null.</param>
internal sealed class TorchStorage(string key, ScalarType? type, long count)
{
    private Tensor? _values;

    internal string Key => key;

    /// <summary>Elements, or bytes of a storage without type.</summary>
    internal long Count => count;

    internal ScalarType? Type => type;

    /// <summary>Bytes in the file.</summary>
    internal long Bytes => type is { } element ? count * element.ElementSize() : count;

    /// <summary>The elements as a tensor of one dimension; null where no tensor of the file looks at them.</summary>
    internal Tensor? Values => _values;

    /// <summary>A tensor that shares the storage's memory.</summary>
    /// <exception cref="FormatException">It would reach beyond the storage.</exception>
    internal Tensor View(ScalarType element, long offset, long[] size, long[] stride)
    {
        if (size.Length != stride.Length) throw new FormatException($"a tensor of {size.Length} sizes and {stride.Length} strides");
        var held = Bytes / element.ElementSize();
        if (offset < 0 || offset > held) throw Beyond(size, held);
        var isEmpty = size.Contains(0);
        long last = offset, elements = 1;
        for (var i = 0; i < size.Length; i++)
        {
            if (size[i] < 0 || stride[i] < 0) throw new FormatException($"a tensor of sizes [{string.Join(",", size)}] and strides [{string.Join(",", stride)}]");
            if (isEmpty || size[i] == 1) continue;
            if ((stride[i] > 0 && size[i] - 1 > (held - last) / stride[i]) || elements > long.MaxValue / size[i]) throw Beyond(size, held);
            last += (size[i] - 1) * stride[i];
            elements *= size[i];
        }
        if (!isEmpty && last >= held) throw Beyond(size, held);
        return Take(element).as_strided(size, stride, offset).DetachFromDisposeScope();
    }

    private FormatException Beyond(long[] size, long held) => new($"a tensor of sizes [{string.Join(",", size)}] reaches beyond its storage '{key}' of {held} elements");

    private Tensor Take(ScalarType element)
    {
        if (_values is { } taken) return taken.dtype == element ? taken : throw new FormatException($"storage '{key}' is used as {taken.dtype} and as {element}");
        if (type is { } declared && declared != element) throw new FormatException($"a tensor of {element} in storage '{key}' of {declared}");
        return _values = empty(Bytes / element.ElementSize(), dtype: element).DetachFromDisposeScope();
    }
}
