using System.Numerics;
using System.Runtime.CompilerServices;
using Enn.Torch.Core;
using TorchSharp.Utils;

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
            if (IsLazy)
            {
                using var plain = resolve_conj();
                using var value = plain.resolve_neg();
                return value.item<T>();
            }
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

        /// <summary>The elements of a CPU tensor, to read and to write in place.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged => new(this);

        /// <summary>The raw bytes of a contiguous CPU tensor.</summary>
        public Span<byte> bytes
        {
            get
            {
                var (address, length) = RawBytes();
                return new Span<byte>((void*)address, checked((int)length));
            }
            set
            {
                if (value.Length != bytes.Length) throw new ArgumentException($"{value.Length} bytes do not fill a tensor of {bytes.Length} bytes");
                value.CopyTo(bytes);
            }
        }

        /// <summary>The elements as .NET lists, nested as the dimensions are; one element for a tensor of no dimension.</summary>
        public object tolist() => ndim == 0 ? Boxed() : unbind().Select(t => t.tolist()).ToList();

        private object Boxed() => dtype switch
        {
            ScalarType.Bool => this.ToBoolean(),
            ScalarType.Float32 => this.ToSingle(),
            ScalarType.Float16 => this.ToHalf(),
            var type when torch.is_integral(type) => this.ToInt64(),
            _ => this.ToDouble(),
        };

        public T ReadCpuValue<T>(long i) where T : unmanaged => data<T>()[i];
        public bool ReadCpuBool(long i) => ReadCpuValue<bool>(i);
        public byte ReadCpuByte(long i) => ReadCpuValue<byte>(i);
        public sbyte ReadCpuSByte(long i) => ReadCpuValue<sbyte>(i);
        public short ReadCpuInt16(long i) => ReadCpuValue<short>(i);
        public int ReadCpuInt32(long i) => ReadCpuValue<int>(i);
        public long ReadCpuInt64(long i) => ReadCpuValue<long>(i);
        public float ReadCpuFloat16(long i) => (float)ReadCpuValue<Half>(i);
        public float ReadCpuSingle(long i) => ReadCpuValue<float>(i);
        public double ReadCpuDouble(long i) => ReadCpuValue<double>(i);

        /// <summary>Where the first element of a CPU tensor lies.</summary>
        internal IntPtr Address<T>() where T : unmanaged
        {
            CheckType<T>();
            if (device_type != DeviceType.CPU) throw new InvalidOperationException("Element access needs a CPU tensor: call cpu() first.");
            return Data();
        }

        /// <summary>The memory of a contiguous CPU tensor, valid as long as this object lives.</summary>
        internal Span<T> Span<T>() where T : unmanaged
        {
            if (!is_contiguous()) throw new InvalidOperationException("Element access needs a contiguous tensor: call contiguous() first.");
            return new Span<T>((void*)Address<T>(), checked((int)numel()));
        }

        /// <summary>The raw bytes of a contiguous CPU tensor of any size.</summary>
        internal (IntPtr Address, long Length) RawBytes()
        {
            if (device_type != DeviceType.CPU || !is_contiguous()) throw new InvalidOperationException("Raw access needs a contiguous CPU tensor.");
            return (Data(), numel() * ElementSize);
        }

        private IntPtr Data()
        {
            if (IsLazy) throw new InvalidOperationException("What lies in memory is not yet conjugated or negated: call resolve_conj().resolve_neg() first.");
            var address = Native.enn_tensor_data(Handle);
            GC.KeepAlive(this);
            return address;
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
                ScalarType.ComplexFloat32 => typeof(T) == typeof((float, float)),
                ScalarType.ComplexFloat64 => typeof(T) == typeof(Complex),
                _ => false,
            };
            if (!fits) throw new ArgumentException($"The tensor's elements are {type}, not {typeof(T).Name}: convert with to_type() first.");
        }
    }
}
