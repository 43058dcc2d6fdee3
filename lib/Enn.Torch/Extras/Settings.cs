using System.Text;
using Enn.Torch.Core;

namespace Enn.Torch;

/// <summary>Switches of the whole process.</summary>
public static unsafe class Settings
{
    /// <summary>Only algorithms that give the same bits every time; operators without one throw.</summary>
    public static bool Deterministic { get => Get("deterministic"); set => Set("deterministic", value); }

    /// <summary>float32 matrix products in TensorFloat-32 on GPUs that have it: faster, 10 bits of mantissa.</summary>
    public static bool Tf32Matmul { get => Get("tf32_matmul"); set => Set("tf32_matmul", value); }

    /// <summary>The same for convolutions.</summary>
    public static bool Tf32Convolutions { get => Get("tf32_cudnn"); set => Set("tf32_cudnn", value); }

    /// <summary>Times convolution algorithms on first use and keeps the fastest.</summary>
    public static bool CudnnBenchmark { get => Get("cudnn_benchmark"); set => Set("cudnn_benchmark", value); }

    // The native call answers with the former value: reading sets and restores.
    private static bool Get(string name)
    {
        var former = Set(name, false);
        if (former) Set(name, true);
        return former;
    }

    private static bool Set(string name, bool value)
    {
        int former;
        fixed (byte* text = Encoding.UTF8.GetBytes(name + "\0")) former = Native.enn_set_flag(text, value ? 1 : 0);
        TorchSharp.TorchException.Check(former, "set_flag", name);
        return former != 0;
    }
}
