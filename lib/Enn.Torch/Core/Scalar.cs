using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number that an operator takes: converts from any .NET number, allocates nothing.</summary>
public readonly struct Scalar : IDisposable, IEquatable<Scalar>
{
    internal readonly long Bits;

    internal Scalar(double value, ScalarType type) { Bits = BitConverter.DoubleToInt64Bits(value); Type = type; }
    internal Scalar(long value, ScalarType type) { Bits = value; Type = type; }

    public ScalarType Type { get; }

    internal bool IsBoolean => Type == ScalarType.Bool;
    internal bool IsInteger => Type is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 or ScalarType.Bool;
    internal double AsDouble => IsInteger ? Bits : BitConverter.Int64BitsToDouble(Bits);
    internal long AsInt64 => IsInteger ? Bits : (long)BitConverter.Int64BitsToDouble(Bits);

    public static implicit operator Scalar(byte value) => new((long)value, ScalarType.Byte);
    public static implicit operator Scalar(sbyte value) => new((long)value, ScalarType.Int8);
    public static implicit operator Scalar(short value) => new((long)value, ScalarType.Int16);
    public static implicit operator Scalar(int value) => new((long)value, ScalarType.Int32);
    public static implicit operator Scalar(long value) => new(value, ScalarType.Int64);
    public static implicit operator Scalar(Half value) => new((double)value, ScalarType.Float16);
    public static implicit operator Scalar(float value) => new((double)value, ScalarType.Float32);
    public static implicit operator Scalar(double value) => new(value, ScalarType.Float64);
    public static implicit operator Scalar(bool value) => new(value ? 1 : 0, ScalarType.Bool);

    /// <summary>Nothing to free: here for code written against TorchSharp.</summary>
    public void Dispose() { }

    public bool Equals(Scalar other) => Bits == other.Bits && Type == other.Type;
    public override bool Equals(object? obj) => obj is Scalar other && Equals(other);
    public override int GetHashCode() => HashCode.Combine(Bits, Type);
    public static bool operator ==(Scalar left, Scalar right) => left.Equals(right);
    public static bool operator !=(Scalar left, Scalar right) => !left.Equals(right);
    public override string ToString() => IsBoolean ? (Bits != 0).ToString() : IsInteger ? Bits.ToString() : AsDouble.ToString("R");
}

/// <summary>Explicit conversions between .NET numbers and <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this sbyte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this Half value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this bool value) => value;
    public static Scalar ToBFloat16Scalar(this float value) => new((double)value, ScalarType.BFloat16);
    public static bool ToBoolean(this Scalar value) => value.AsDouble != 0;
    public static byte ToByte(this Scalar value) => checked((byte)value.AsInt64);
    public static sbyte ToSByte(this Scalar value) => checked((sbyte)value.AsInt64);
    public static short ToInt16(this Scalar value) => checked((short)value.AsInt64);
    public static int ToInt32(this Scalar value) => checked((int)value.AsInt64);
    public static long ToInt64(this Scalar value) => value.AsInt64;
    public static Half ToHalf(this Scalar value) => (Half)value.AsDouble;
    public static float ToSingle(this Scalar value) => (float)value.AsDouble;
    public static double ToDouble(this Scalar value) => value.AsDouble;
}
