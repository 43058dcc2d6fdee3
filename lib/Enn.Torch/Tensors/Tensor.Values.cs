using System.Runtime.CompilerServices;
using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// <summary>The one element, as its own type.</summary>
        /// <exception cref="ArgumentException">The tensor's element type is not <typeparamref name="T"/>.</exception>
        public T item<T>() where T : unmanaged
        {
            CheckType<T>();
            if (device_type == DeviceType.CPU && numel() == 1)
            {
                var value = Unsafe.ReadUnaligned<T>((void*)Native.enn_tensor_data(Handle));
                GC.KeepAlive(this);
                return value;
            }
            var scalar = ToScalar();
            object boxed = default(T) switch
            {
                float => (float)scalar.AsDouble,
                double => scalar.AsDouble,
                Half => (Half)scalar.AsDouble,
                byte => (byte)scalar.AsInt64,
                sbyte => (sbyte)scalar.AsInt64,
                short => (short)scalar.AsInt64,
                int => (int)scalar.AsInt64,
                long => scalar.AsInt64,
                _ => scalar.AsInt64 != 0,
            };
            return (T)boxed;
        }

        /// <summary>The one element as a number.</summary>
        public Scalar ToScalar()
        {
            double real;
            long integer;
            var kind = Native.enn_tensor_item(Handle, &real, &integer);
            if (kind < 0) throw TorchException.FromNative("item", ((Arg)this).ToString());
            GC.KeepAlive(this);
            return kind == 0 ? new Scalar(real, dtype) : new Scalar(integer, dtype);
        }

        /// <summary>The memory of a contiguous CPU tensor, valid as long as this object lives.</summary>
        internal Span<T> Span<T>() where T : unmanaged
        {
            CheckType<T>();
            if (device_type != DeviceType.CPU) throw new InvalidOperationException("Element access needs a CPU tensor: call cpu() first.");
            if (!is_contiguous()) throw new InvalidOperationException("Element access needs a contiguous tensor: call contiguous() first.");
            return new Span<T>((void*)Native.enn_tensor_data(Handle), checked((int)numel()));
        }

        /// <summary>The raw bytes of a contiguous CPU tensor of any size.</summary>
        internal (IntPtr Address, long Length) RawBytes()
        {
            if (device_type != DeviceType.CPU || !is_contiguous()) throw new InvalidOperationException("Raw access needs a contiguous CPU tensor.");
            return (Native.enn_tensor_data(Handle), numel() * ElementSize);
        }

        private void CheckType<T>() where T : unmanaged
        {
            var type = dtype;
            var fits = type switch
            {
                ScalarType.Byte => typeof(T) == typeof(byte),
                ScalarType.Int8 => typeof(T) == typeof(sbyte),
                ScalarType.Int16 => typeof(T) == typeof(short),
                ScalarType.Int32 => typeof(T) == typeof(int),
                ScalarType.Int64 => typeof(T) == typeof(long),
                ScalarType.Float16 => typeof(T) == typeof(Half),
                ScalarType.Float32 => typeof(T) == typeof(float),
                ScalarType.Float64 => typeof(T) == typeof(double),
                ScalarType.Bool => typeof(T) == typeof(bool),
                _ => false,
            };
            if (!fits) throw new ArgumentException($"The tensor's elements are {type}, not {typeof(T).Name}: convert with to_type() first.");
        }
    }
}
