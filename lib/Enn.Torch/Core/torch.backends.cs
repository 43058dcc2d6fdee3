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
                    get => Flags.Get("tf32_matmul");
                    set => Flags.Set("tf32_matmul", value);
                }
            }
        }

        public static class cudnn
        {
            /// <summary>Whether float32 convolutions may use TensorFloat-32; libtorch's default is yes.</summary>
            public static bool allow_tf32
            {
                get => Flags.Get("tf32_cudnn");
                set => Flags.Set("tf32_cudnn", value);
            }
        }
    }
}
