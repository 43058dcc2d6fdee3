using System.Text;
using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Settings of the libraries that compute.</summary>
    public static class backends
    {
        public static class cuda
        {
            public static class matmul
            {
                /// <summary>Whether float32 products may use TensorFloat-32: 10 bits of mantissa.</summary>
                public static bool allow_tf32
                {
                    get => Flag("tf32_matmul", -1);
                    set => Flag("tf32_matmul", value ? 1 : 0);
                }
            }
        }

        public static class cudnn
        {
            /// <summary>Whether float32 convolutions may use TensorFloat-32; libtorch's default is yes.</summary>
            public static bool allow_tf32
            {
                get => Flag("tf32_cudnn", -1);
                set => Flag("tf32_cudnn", value ? 1 : 0);
            }
        }

        private static unsafe bool Flag(string name, int value)
        {
            fixed (byte* bytes = Encoding.UTF8.GetBytes(name + "\0"))
            {
                var former = Native.enn_set_flag(bytes, value);
                TorchException.Check(former, "backends", name);
                return former != 0;
            }
        }
    }
}
