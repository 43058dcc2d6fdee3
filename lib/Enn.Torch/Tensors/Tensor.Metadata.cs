using System.Runtime.CompilerServices;
using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        private const int MaxDimensions = 16;

        /// <summary>The size of each dimension.</summary>
        public long[] shape
        {
            [SkipLocalsInit]
            get
            {
                var sizes = stackalloc long[MaxDimensions];
                var n = Native.enn_tensor_sizes(Handle, sizes, MaxDimensions);
                GC.KeepAlive(this);
                return Copy(sizes, n);
            }
        }

        /// <summary>How many elements lie between neighbours along each dimension.</summary>
        [SkipLocalsInit]
        public long[] stride()
        {
            var strides = stackalloc long[MaxDimensions];
            var n = Native.enn_tensor_strides(Handle, strides, MaxDimensions);
            GC.KeepAlive(this);
            return Copy(strides, n);
        }

        public long stride(int dim) => stride()[dim < 0 ? dim + ndim : dim];

        private static long[] Copy(long* values, int count)
        {
            if (count > MaxDimensions) throw new NotSupportedException($"tensors of more than {MaxDimensions} dimensions are not supported");
            var result = new long[count];
            for (var i = 0; i < count; i++) result[i] = values[i];
            return result;
        }

        public long[] size() => shape;

        [SkipLocalsInit]
        public long size(int dim)
        {
            var sizes = stackalloc long[MaxDimensions];
            var n = Native.enn_tensor_sizes(Handle, sizes, MaxDimensions);
            GC.KeepAlive(this);
            if (dim < -n || dim >= n) throw new ArgumentOutOfRangeException(nameof(dim), $"dimension {dim} of a tensor of {n} dimensions");
            return sizes[dim < 0 ? dim + n : dim];
        }

        public long ndim
        {
            get
            {
                var n = Native.enn_tensor_sizes(Handle, null, 0);
                GC.KeepAlive(this);
                return n;
            }
        }

        public long dim() => ndim;
        public long Dimensions => ndim;

        public long numel()
        {
            var n = Native.enn_tensor_numel(Handle);
            GC.KeepAlive(this);
            return n;
        }

        public long NumberOfElements => numel();

        public ScalarType dtype
        {
            get
            {
                var type = (ScalarType)Native.enn_tensor_dtype(Handle);
                GC.KeepAlive(this);
                return type;
            }
        }

        public long ElementSize => dtype.ElementSize();
        public long element_size() => ElementSize;

        public Device device => Device.FromCode(DeviceCode);

        private long DeviceCode
        {
            get
            {
                var code = Native.enn_tensor_device(Handle);
                GC.KeepAlive(this);
                return code;
            }
        }

        public DeviceType device_type => (DeviceType)(DeviceCode >> 32);
        public int device_index => (int)(DeviceCode & 0xffffffff);
        public bool is_cuda => device_type == DeviceType.CUDA;
        public bool is_cpu() => device_type == DeviceType.CPU;
        public bool is_meta => device_type == DeviceType.META;

        public bool is_sparse
        {
            get
            {
                var value = Native.enn_tensor_is_sparse(Handle) != 0;
                GC.KeepAlive(this);
                return value;
            }
        }

        public bool is_contiguous()
        {
            var value = Native.enn_tensor_is_contiguous(Handle, 0) != 0;
            GC.KeepAlive(this);
            return value;
        }

        public bool is_floating_point() => dtype is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;
        public bool is_complex() => dtype is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;
        public bool is_integral() => !is_floating_point() && !is_complex();
    }
}
