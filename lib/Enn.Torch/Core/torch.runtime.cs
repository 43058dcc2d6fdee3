using System.Runtime.InteropServices;
using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The version of the libtorch in use.</summary>
    public static string __version__ => Marshal.PtrToStringUTF8(Native.enn_version())!;

    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static int get_num_threads() => Native.enn_threads();
    public static void set_num_threads(int num) => TorchException.Check(Native.enn_set_threads(num), "set_num_threads", num.ToString());
    public static int get_num_interop_threads() => Native.enn_interop_threads();
    public static void set_num_interop_threads(int num) => TorchException.Check(Native.enn_set_interop_threads(num), "set_num_interop_threads", num.ToString());

    public static bool cuda_is_available() => cuda.is_available();

    /// <summary>The default random streams.</summary>
    public static class random
    {
        public static Generator manual_seed(long seed)
        {
            TorchException.Check(Native.enn_manual_seed(seed), "manual_seed", seed.ToString());
            return Generator.Default;
        }

        public static long seed() => Generator.Default.seed();
        public static long initial_seed() => Generator.Default.initial_seed();
        public static Tensor get_rng_state() => Generator.Default.get_state();
        public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);
    }

    /// <summary>NVIDIA devices, where the chosen libtorch was built for them.</summary>
    public static class cuda
    {
        public static bool is_available() => device_count() > 0;
        public static int device_count() => Native.enn_cuda_device_count();
        public static void manual_seed(long seed) => random.manual_seed(seed);
        public static void manual_seed_all(long seed) => random.manual_seed(seed);
        public static void synchronize(Device? device = null) => TorchException.Check(Native.enn_cuda_synchronize(device?.index ?? -1), "cuda.synchronize");
    }
}
