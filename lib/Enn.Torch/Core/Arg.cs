using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Torch.Core;

/// <summary>
/// One argument of an operator: a number, a list, a tensor, or <c>default</c> for None. Conversions are implicit, so that an operator's line reads
/// as its call; nothing is allocated.
/// </summary>
internal readonly struct Arg
{
    internal readonly object? Reference;
    internal readonly long Bits;
    internal readonly ValueTag Tag;

    private Arg(ValueTag tag, long bits) { Tag = tag; Bits = bits; }
    private Arg(ValueTag tag, object? reference) { Tag = reference is null ? ValueTag.None : tag; Reference = reference; }

    public static implicit operator Arg(Tensor? value) => new(ValueTag.Tensor, value);
    public static implicit operator Arg(int value) => new(ValueTag.Int, value);
    public static implicit operator Arg(long value) => new(ValueTag.Int, value);
    public static implicit operator Arg(double value) => new(ValueTag.Double, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Arg(bool value) => new(ValueTag.Bool, value ? 1 : 0);
    public static implicit operator Arg(int? value) => value is { } v ? v : default(Arg);
    public static implicit operator Arg(long? value) => value is { } v ? v : default(Arg);
    public static implicit operator Arg(double? value) => value is { } v ? v : default(Arg);
    public static implicit operator Arg(bool? value) => value is { } v ? v : default(Arg);
    public static implicit operator Arg(Scalar value) => value.IsInteger
        ? new(value.IsBoolean ? ValueTag.Bool : ValueTag.Int, value.Bits)
        : new(ValueTag.Double, value.Bits);
    public static implicit operator Arg(Scalar? value) => value is { } v ? v : default(Arg);
    public static implicit operator Arg(ScalarType value) => new(ValueTag.Int, (long)value);
    public static implicit operator Arg(ScalarType? value) => value is { } v ? v : default(Arg);
    public static implicit operator Arg(string? value) => new(ValueTag.String, value);
    public static implicit operator Arg(long[]? value) => new(ValueTag.Ints, value);
    public static implicit operator Arg(double[]? value) => new(ValueTag.Doubles, value);
    public static implicit operator Arg(bool[]? value) => new(ValueTag.Bools, value);
    public static implicit operator Arg(Tensor[]? value) => new(ValueTag.Tensors, value);
    public static implicit operator Arg(Device? value) => value is null ? default : new(ValueTag.Device, value.Code);
    public static implicit operator Arg(Generator? value) => new(ValueTag.Generator, value);

    /// <summary>A list of tensors; null elements are not allowed.</summary>
    internal static Arg List(IEnumerable<Tensor> tensors) => new(ValueTag.Tensors, tensors as Tensor[] ?? [.. tensors]);

    /// <summary>A list of tensors some of which may be None (index arguments).</summary>
    internal static Arg OptionalList(Tensor?[] tensors) => new(ValueTag.OptionalTensors, tensors);

    /// <summary>How an error message shows this argument: the shape and type of tensors, the value of numbers.</summary>
    public override string ToString() => Tag switch
    {
        ValueTag.None => "None",
        ValueTag.Int => Bits.ToString(),
        ValueTag.Double => BitConverter.Int64BitsToDouble(Bits).ToString("R"),
        ValueTag.Bool => Bits != 0 ? "True" : "False",
        ValueTag.Device => $"device {Device.FromCode(Bits)}",
        ValueTag.Ints => "[" + string.Join(",", (long[])Reference!) + "]",
        ValueTag.Doubles => "[" + string.Join(",", (double[])Reference!) + "]",
        ValueTag.Bools => "[" + string.Join(",", (bool[])Reference!) + "]",
        ValueTag.Tensors or ValueTag.OptionalTensors => "[" + string.Join(", ", ((Tensor?[])Reference!).Take(8).Select(Describe)) + (((Tensor?[])Reference!).Length > 8 ? ", ..." : "") + "]",
        ValueTag.Tensor => Describe((Tensor)Reference!),
        ValueTag.String => $"'{Reference}'",
        _ => Tag.ToString(),
    };

    private static string Describe(Tensor? tensor) => tensor is null ? "None"
        : tensor.IsInvalid ? "disposed"
        : $"{tensor.dtype}[{tensor.ShapeText}]";
}
