using System.Numerics;
using System.Runtime.InteropServices;
using Enn.Torch.Core;

namespace TorchSharp;

public static unsafe partial class torch
{
    /// <summary>A new tensor of the values' own type, then of <paramref name="dtype"/> on <paramref name="device"/>.</summary>
    internal static Tensor FromValues<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> sizes, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null)
        where T : unmanaged
    {
        long count = 1;
        foreach (var size in sizes) count *= size;
        if (count != values.Length) throw new ArgumentException($"{values.Length} values do not fill a tensor of shape [{string.Join(",", sizes.ToArray())}]");
        var own = _empty.Call(sizes.ToArray(), TypeOf(typeof(T)), default, CPU);
        fixed (T* source = values) Buffer.MemoryCopy(source, (void*)Native.enn_tensor_data(own.Handle), count * sizeof(T), count * sizeof(T));
        var target = device ?? DefaultDevice ?? CPU;
        var tensor = (dtype is null || dtype == own.dtype) && target.type == DeviceType.CPU ? own : own.to(dtype ?? own.dtype, target, disposeAfter: true);
        return Finish(tensor, requires_grad, names);
    }

    private static ReadOnlySpan<T> Elements<T>(IList<T> values) => values switch
    {
        T[] array => array,
        List<T> list => CollectionsMarshal.AsSpan(list),
        _ => values.ToArray(),
    };

    internal static ScalarType TypeOf(Type type) =>
        type == typeof(float) ? ScalarType.Float32
        : type == typeof(double) ? ScalarType.Float64
        : type == typeof(long) ? ScalarType.Int64
        : type == typeof(int) ? ScalarType.Int32
        : type == typeof(short) ? ScalarType.Int16
        : type == typeof(sbyte) ? ScalarType.Int8
        : type == typeof(byte) ? ScalarType.Byte
        : type == typeof(bool) ? ScalarType.Bool
        : type == typeof(Half) ? ScalarType.Float16
        : type == typeof((float, float)) ? ScalarType.ComplexFloat32
        : type == typeof(Complex) ? ScalarType.ComplexFloat64
        : throw new ArgumentException($"A tensor cannot hold elements of type {type}");

    /// <summary>A tensor of the array's shape and values.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <summary>A tensor of the array's shape and values.</summary>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        var type = rawArray.GetType().GetElementType()!;
        var sizes = new long[rawArray.Rank];
        for (var d = 0; d < sizes.Length; d++) sizes[d] = rawArray.GetLongLength(d);
        var own = _empty.Call(sizes, TypeOf(type), default, CPU);
        var bytes = own.numel() * own.ElementSize;
        fixed (byte* source = &MemoryMarshal.GetArrayDataReference(rawArray)) Buffer.MemoryCopy(source, (void*)Native.enn_tensor_data(own.Handle), bytes, bytes);
        return Finish(own.to(dtype ?? own.dtype, device ?? DefaultDevice ?? CPU, disposeAfter: true), requires_grad, names);
    }

    /// <summary>A tensor over the array's own memory: each sees what the other writes. The array stays pinned as long as the tensor lives.</summary>
    /// <param name="rawArray">A one-dimensional array.</param>
    /// <param name="dtype">How the bytes are read.</param>
    /// <param name="count">How many elements of <paramref name="dtype"/>; -1: to the end.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="requires_grad">Whether operations on the tensor are recorded.</param>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        var bytes = (long)Buffer.ByteLength(rawArray);
        var available = offset >= 0 && offset <= bytes ? (bytes - offset) / dtype.ElementSize() : -1;
        if (count < 0) count = Math.Max(available, 0);
        if (count > available)
            throw new ArgumentException($"{count} elements of {dtype} from byte {offset} do not fit in {bytes} bytes");
        var pin = GCHandle.Alloc(rawArray, GCHandleType.Pinned);
        var handle = Native.enn_tensor_from_memory(pin.AddrOfPinnedObject() + (nint)offset, &count, 1, (int)dtype, &Unpin, GCHandle.ToIntPtr(pin));
        if (handle == IntPtr.Zero) pin.Free();
        return Finish(Tensor.Own(TorchException.Check(handle, "frombuffer", dtype.ToString())), requires_grad);
    }

    [UnmanagedCallersOnly]
    private static void Unpin(IntPtr state) => GCHandle.FromIntPtr(state).Free();
}
