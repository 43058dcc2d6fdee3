using Enn.Data.Pickling;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Data.Weights;

/// <summary>
/// Knows the globals that pickled tensors need: the functions of PyTorch that rebuild them, its storage and element types, sizes and devices, and numpy's
/// arrays and scalars. Nothing else: no module, no function, no class.
/// </summary>
/// <param name="fileLength">The file's bytes: what all storages together can have at most.</param>
internal sealed class TorchResolver(long fileLength) : IPickleResolver
{
    // A tensor may repeat elements by strides of 0. One of so many times the file's bytes is not meant to be used.
    private const long MostElementsPerByte = 1024;

    // PyTorch's operators know no more.
    private const int MostDimensions = 64;

    private static readonly Dictionary<string, ScalarType> Storages = new()
    {
        ["FloatStorage"] = ScalarType.Float32, ["DoubleStorage"] = ScalarType.Float64, ["HalfStorage"] = ScalarType.Float16, ["BFloat16Storage"] = ScalarType.BFloat16,
        ["LongStorage"] = ScalarType.Int64, ["IntStorage"] = ScalarType.Int32, ["ShortStorage"] = ScalarType.Int16, ["CharStorage"] = ScalarType.Int8, ["ByteStorage"] = ScalarType.Byte,
        ["BoolStorage"] = ScalarType.Bool, ["ComplexFloatStorage"] = ScalarType.ComplexFloat32, ["ComplexDoubleStorage"] = ScalarType.ComplexFloat64,
    };

    private static readonly Dictionary<string, ScalarType> Elements = new()
    {
        ["float32"] = ScalarType.Float32, ["float64"] = ScalarType.Float64, ["float16"] = ScalarType.Float16, ["bfloat16"] = ScalarType.BFloat16, ["int64"] = ScalarType.Int64,
        ["int32"] = ScalarType.Int32, ["int16"] = ScalarType.Int16, ["int8"] = ScalarType.Int8, ["uint8"] = ScalarType.Byte, ["bool"] = ScalarType.Bool,
        ["complex64"] = ScalarType.ComplexFloat32, ["complex128"] = ScalarType.ComplexFloat64,
    };

    private static readonly object PlainTensor = new();

    private readonly Dictionary<string, TorchStorage> _storages = [];
    private long _declared;

    /// <summary>The storages that the pickle named.</summary>
    internal IReadOnlyDictionary<string, TorchStorage> Named => _storages;

    /// <inheritdoc/>
    public object? Global(string module, string name) => (module, name) switch
    {
        ("torch._utils", "_rebuild_tensor" or "_rebuild_tensor_v2" or "_rebuild_tensor_v3") => (PickleFunction)Rebuild,
        ("torch._utils", "_rebuild_parameter" or "_rebuild_parameter_with_state") => (PickleFunction)(arguments => PickleValue.As<Tensor>(PickleValue.Tuple(arguments, 3, 4, "what a parameter is made of")[0], "a parameter's data")),
        ("torch._tensor", "_rebuild_from_type_v2") => (PickleFunction)RebuildFromType,
        ("torch", "Size") => (PickleFunction)(arguments => PickleValue.As<object?[]>(PickleValue.Tuple(arguments, 1, 1, "a size")[0], "a size")),
        ("torch", "device") => (PickleFunction)(arguments => string.Join(':', PickleValue.Tuple(arguments, 1, 2, "a device"))),
        ("torch", "Tensor") or ("torch.nn.parameter", "Parameter") => PlainTensor,
        ("torch" or "torch.storage", "UntypedStorage") => new TorchStorageType(null),
        ("torch" or "torch.cuda", _) when Storages.TryGetValue(name, out var type) => new TorchStorageType(type),
        ("torch", _) when Elements.TryGetValue(name, out var element) => element,
        _ => NumpyResolver.Instance.Global(module, name),
    };

    /// <inheritdoc/>
    public object? Persistent(object? id)
    {
        var parts = PickleValue.Tuple(id, 5, 6, "a storage's id");
        if (parts[0] is not "storage") throw new FormatException("a persistent id that is no storage's");
        if (parts is [.., not null] and { Length: 6 }) throw new FormatException("a storage that is a view of another, as PyTorch before 0.4 wrote them");
        var (type, key) = (PickleValue.As<TorchStorageType>(parts[1], "a storage's type"), PickleValue.As<string>(parts[2], "a storage's key"));
        var count = PickleValue.As<long>(parts[4], "a storage's size");
        if (_storages.TryGetValue(key, out var known))
            return known.Type == type.Element && known.Count == count ? known : throw new FormatException($"storage '{key}' is described in two ways");
        var size = type.Element?.ElementSize() ?? 1;
        if (count < 0 || count > (fileLength - _declared) / size)
            throw new FormatException($"storage '{key}' of {count} elements; a file of {fileLength} bytes cannot hold all its storages");
        _declared += count * size;
        return _storages[key] = new TorchStorage(key, type.Element, count);
    }

    // (storage, offset, size, stride[, requires_grad, hooks[, element type (v3), metadata]])
    private Tensor Rebuild(object?[] arguments)
    {
        PickleValue.Tuple(arguments, 4, 8, "what a tensor is made of");
        var storage = PickleValue.As<TorchStorage>(arguments[0], "a tensor's storage");
        var element = arguments.OfType<ScalarType>().Select(type => (ScalarType?)type).FirstOrDefault() ?? storage.Type ?? throw new FormatException("a tensor without an element type");
        var size = Numbers(arguments[2], "a tensor's sizes");
        var tensor = storage.View(element, PickleValue.As<long>(arguments[1], "a tensor's offset"), size, Numbers(arguments[3], "a tensor's strides"));
        if (tensor.numel() > fileLength * MostElementsPerByte) throw new FormatException($"a tensor of sizes [{string.Join(",", size)}] in a file of {fileLength} bytes");
        return arguments.Length > 6 && arguments[^1] is PickleDictionary { Count: > 0 } metadata
            ? throw new FormatException($"a tensor with the metadata {string.Join(", ", metadata.Keys)}: it must be resolved before it is saved")
            : tensor;
    }

    // (function, type, arguments, state): for tensors with attributes of their own, which are left out.
    private static object? RebuildFromType(object?[] arguments)
    {
        PickleValue.Tuple(arguments, 4, 4, "what a tensor is made of");
        if (arguments[1] != PlainTensor) throw new FormatException("a tensor of a class of its own");
        return PickleValue.As<PickleFunction>(arguments[0], "what rebuilds a tensor")(PickleValue.As<object?[]>(arguments[2], "what a tensor is made of"));
    }

    private static long[] Numbers(object? value, string what) => [.. PickleValue.Tuple(value, 0, MostDimensions, what).Select(number => PickleValue.As<long>(number, what))];
}
