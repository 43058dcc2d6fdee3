using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Op _resultTypeTensor = "result_type.Tensor", _promoteTypes = "promote_types", _canCast = "can_cast";

    public static bool is_floating_point(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;

    public static bool is_complex(ScalarType type) => type is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;
    public static bool is_integral(ScalarType type) => !is_floating_point(type) && !is_complex(type);
    public static bool is_floating_point(Tensor input) => input.is_floating_point();
    public static bool is_complex(Tensor input) => input.is_complex();
    public static bool is_integral(Tensor t) => t.is_integral();
    public static bool is_tensor(object obj) => obj is Tensor;

    public static ScalarType result_type(Tensor tensor1, Tensor tensor2) => (ScalarType)_resultTypeTensor.CallInt(tensor1, tensor2);
    public static ScalarType promote_types(ScalarType type1, ScalarType type2) => (ScalarType)_promoteTypes.CallInt(type1, type2);
    public static bool can_cast(ScalarType from, ScalarType to) => _canCast.CallBool(from, to);

    /// <summary>The largest value of an integer type.</summary>
    public static long max_int_value(ScalarType type) => type switch
    {
        ScalarType.Byte => byte.MaxValue,
        ScalarType.Int8 => sbyte.MaxValue,
        ScalarType.Int16 => short.MaxValue,
        ScalarType.Int32 => int.MaxValue,
        ScalarType.Int64 => long.MaxValue,
        _ => throw new ArgumentException($"{type} is not an integer type", nameof(type)),
    };

    /// <summary>The numeric limits of a floating-point type.</summary>
    public struct FInfo
    {
        public int bits;
        public double eps, max, min, tiny, smallest_normal, resolution;
    }

    /// <summary>The numeric limits of the default type.</summary>
    public static FInfo finfo() => finfo(DefaultType);

    /// <summary>The numeric limits of a floating-point type.</summary>
    public static FInfo finfo(ScalarType dtype) => dtype switch
    {
        // Significand bits p and largest exponent e give eps = 2^(1-p), max = (2 - eps) 2^e, tiny = 2^(1-e); resolution = 10^-floor((p-1) log10 2).
        ScalarType.Float16 => Limits(16, 11, 15),
        ScalarType.BFloat16 => Limits(16, 8, 127),
        ScalarType.Float32 or ScalarType.ComplexFloat32 => Limits(32, 24, 127),
        ScalarType.Float64 or ScalarType.ComplexFloat64 => Limits(64, 53, 1023),
        _ => throw new ArgumentException($"{dtype} is not a floating-point type", nameof(dtype)),
    };

    private static FInfo Limits(int bits, int significand, int exponent)
    {
        var eps = Math.ScaleB(1, 1 - significand);
        var max = Math.ScaleB(2 - eps, exponent);
        var tiny = Math.ScaleB(1, 1 - exponent);
        var resolution = Math.Pow(10, -Math.Floor((significand - 1) * Math.Log10(2)));
        return new FInfo { bits = bits, eps = eps, max = max, min = -max, tiny = tiny, smallest_normal = tiny, resolution = resolution };
    }
}
