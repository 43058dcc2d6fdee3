using System.Runtime.CompilerServices;
using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        // What a stack array holds; tensors of more dimensions (libtorch allows 64) take a second call.
        private const int FewDimensions = 16;

        /// <summary>The size of each dimension.</summary>
        public long[] shape
        {
            [SkipLocalsInit]
            get
            {
                var sizes = stackalloc long[FewDimensions];
                var n = Native.enn_tensor_sizes(Handle, sizes, FewDimensions);
                var result = new long[Checked(n)];
                if (n <= FewDimensions) new ReadOnlySpan<long>(sizes, n).CopyTo(result);
                else fixed (long* all = result) _ = Native.enn_tensor_sizes(Handle, all, n);
                GC.KeepAlive(this);
                return result;
            }
        }

        /// <summary>How many elements lie between neighbours along each dimension.</summary>
        [SkipLocalsInit]
        public long[] stride()
        {
            var strides = stackalloc long[FewDimensions];
            var n = Native.enn_tensor_strides(Handle, strides, FewDimensions);
            var result = new long[Checked(n)];
            if (n <= FewDimensions) new ReadOnlySpan<long>(strides, n).CopyTo(result);
            else fixed (long* all = result) _ = Native.enn_tensor_strides(Handle, all, n);
            GC.KeepAlive(this);
            return result;
        }

        public long stride(int dim) => stride()[dim < 0 ? dim + ndim : dim];

        private static int Checked(int dimensions) =>
            dimensions >= 0 ? dimensions : throw NoPlainSizes();

        private static TorchException NoPlainSizes() => new("A tensor of this layout (nested or sparse) has no plain sizes or strides.");

        /// <summary>The sizes as an error message shows them; never an error of its own.</summary>
        internal string ShapeText => Native.enn_tensor_sizes(Handle, null, 0) < 0 ? "?" : string.Join(",", shape);

        public long[] size() => shape;

        [SkipLocalsInit]
        public long size(int dim)
        {
            var sizes = stackalloc long[FewDimensions];
            var n = Checked(Native.enn_tensor_sizes(Handle, sizes, FewDimensions));
            GC.KeepAlive(this);
            if (dim < -n || dim >= n) throw new ArgumentOutOfRangeException(nameof(dim), $"dimension {dim} of a tensor of {n} dimensions");
            var index = dim < 0 ? dim + n : dim;
            return n <= FewDimensions ? sizes[index] : shape[index];
        }

        public long ndim
        {
            get
            {
                var n = Checked(Native.enn_tensor_sizes(Handle, null, 0));
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
            return n >= 0 ? n : throw NoPlainSizes();
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

        // Whether the elements differ from what lies in memory: a conjugation or a negation is still due.
        private bool IsLazy
        {
            get
            {
                var value = Native.enn_tensor_is_lazy(Handle) != 0;
                GC.KeepAlive(this);
                return value;
            }
        }

        public bool is_floating_point() => dtype is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;
        public bool is_complex() => dtype is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;
        public bool is_integral() => !is_floating_point() && !is_complex();
    }
}
