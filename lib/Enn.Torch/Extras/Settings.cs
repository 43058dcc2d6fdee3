using Enn.Torch.Core;

namespace Enn.Torch;

/// <summary>Switches of the whole process.</summary>
public static class Settings
{
    /// <summary>Only algorithms that give the same bits every time; operators without one throw.</summary>
    public static bool Deterministic { get => Get("deterministic"); set => Set("deterministic", value); }

    /// <summary>float32 matrix products in TensorFloat-32 on GPUs that have it: faster, 10 bits of mantissa.</summary>
    public static bool Tf32Matmul { get => Get("tf32_matmul"); set => Set("tf32_matmul", value); }

    /// <summary>The same for convolutions.</summary>
    public static bool Tf32Convolutions { get => Get("tf32_cudnn"); set => Set("tf32_cudnn", value); }

    /// <summary>Times convolution algorithms on first use and keeps the fastest.</summary>
    public static bool CudnnBenchmark { get => Get("cudnn_benchmark"); set => Set("cudnn_benchmark", value); }

    private static bool Get(string name) => Flags.Get(name);
    private static void Set(string name, bool value) => Flags.Set(name, value);
}
