using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

[assembly: DisableRuntimeMarshalling]

namespace Enn.Torch.Core;

/// <summary>The C interface of the native layer, as declared in native/enn.h. Nothing above this folder sees a pointer.</summary>
internal static unsafe partial class Native
{
    private const string Library = "enn_torch";

    static Native()
    {
        NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, Resolve);
        NativeEnvironment.Apply();
        var tune = Environment.GetEnvironmentVariable("ENN_TUNE_ALLOCATOR") != "0";
        var threads = Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is { Length: > 0 } ? 0 : Environment.ProcessorCount;
        if (enn_start(tune ? 1 : 0, threads) != 0) throw new TorchException(LastError);
    }

    /// <summary>Loads the native layer (its start-up runs once, before the first call).</summary>
    internal static void EnsureLoaded() { }

    internal static string LastError => Marshal.PtrToStringUTF8(enn_last_error()) ?? "unknown native error";

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library) return IntPtr.Zero;
        var chosen = Environment.GetEnvironmentVariable("ENN_NATIVE");
        var beside = Path.Combine(AppContext.BaseDirectory, "libenn_torch.so");
        var file = chosen is { Length: > 0 } ? chosen : File.Exists(beside) ? beside : Path.Combine(Path.GetDirectoryName(assembly.Location) ?? "", "libenn_torch.so");
        try
        {
            return SignalHandlers.Keeping(() => NativeLibrary.Load(file));
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new DllNotFoundException(
                $"The native layer did not load from '{file}' ({e.Message}). Build it with lib/Enn.Torch/native/build.sh; set ENN_LIBTORCH to a libtorch prefix " +
                "(a folder with include/ and lib/) or install Debian's libtorch-dev; ENN_NATIVE names another built file.", e);
        }
    }

    [DllImport(Library)] internal static extern IntPtr enn_operator_find(byte* name, byte* overload, int* fresh);
    [DllImport(Library)] internal static extern IntPtr enn_operator_schema(IntPtr op);
    [DllImport(Library)] internal static extern int enn_operator_call(IntPtr op, NativeValue* arguments, int count, NativeValue* results, int capacity);
    [DllImport(Library)] internal static extern void enn_release_array(IntPtr array);
    [DllImport(Library)] internal static extern IntPtr enn_add(IntPtr a, IntPtr b);
    [DllImport(Library)] internal static extern IntPtr enn_sub(IntPtr a, IntPtr b);
    [DllImport(Library)] internal static extern IntPtr enn_mul(IntPtr a, IntPtr b);
    [DllImport(Library)] internal static extern IntPtr enn_div(IntPtr a, IntPtr b);
    [DllImport(Library)] internal static extern IntPtr enn_matmul(IntPtr a, IntPtr b);
    [DllImport(Library)] internal static extern IntPtr enn_relu(IntPtr a);
    [DllImport(Library)] internal static extern int enn_add_(IntPtr a, IntPtr b);

    [DllImport(Library)] internal static extern void enn_tensor_release(IntPtr t);
    [DllImport(Library)] internal static extern IntPtr enn_tensor_share(IntPtr t);
    [DllImport(Library), SuppressGCTransition] internal static extern int enn_tensor_sizes(IntPtr t, long* sizes, int capacity);
    [DllImport(Library), SuppressGCTransition] internal static extern int enn_tensor_strides(IntPtr t, long* strides, int capacity);
    [DllImport(Library), SuppressGCTransition] internal static extern long enn_tensor_numel(IntPtr t);
    [DllImport(Library), SuppressGCTransition] internal static extern int enn_tensor_dtype(IntPtr t);
    [DllImport(Library), SuppressGCTransition] internal static extern long enn_tensor_device(IntPtr t);
    [DllImport(Library), SuppressGCTransition] internal static extern long enn_tensor_device_bytes(IntPtr t);
    [DllImport(Library), SuppressGCTransition] internal static extern int enn_tensor_is_lazy(IntPtr t);
    [DllImport(Library), SuppressGCTransition] internal static extern int enn_tensor_use_count(IntPtr t);
    [DllImport(Library)] internal static extern IntPtr enn_tensor_data(IntPtr t);
    [DllImport(Library)] internal static extern int enn_tensor_is_contiguous(IntPtr t, int format);
    [DllImport(Library)] internal static extern int enn_tensor_is_sparse(IntPtr t);
    [DllImport(Library)] internal static extern int enn_tensor_item(IntPtr t, double* real, long* integer);
    [DllImport(Library)] internal static extern IntPtr enn_tensor_from_memory(IntPtr data, long* sizes, int dimensions, int dtype, delegate* unmanaged<IntPtr, void> release, IntPtr state);

    [DllImport(Library), SuppressGCTransition] internal static extern int enn_tensor_requires_grad(IntPtr t);
    [DllImport(Library)] internal static extern int enn_tensor_set_requires_grad(IntPtr t, int value);
    [DllImport(Library)] internal static extern int enn_tensor_is_leaf(IntPtr t);
    [DllImport(Library)] internal static extern int enn_tensor_retain_grad(IntPtr t);
    [DllImport(Library)] internal static extern IntPtr enn_tensor_grad(IntPtr t);
    [DllImport(Library)] internal static extern int enn_tensor_set_grad(IntPtr t, IntPtr grad);
    [DllImport(Library)] internal static extern int enn_backward(IntPtr* outputs, IntPtr* grads, int count, int retain, int create, IntPtr* inputs, int inputCount);
    [DllImport(Library)] internal static extern int enn_grad(IntPtr* outputs, IntPtr* grads, int count, IntPtr* inputs, int inputCount, int retain, int create, int allowUnused, IntPtr* results);
    [DllImport(Library), SuppressGCTransition] internal static extern int enn_grad_enabled();
    [DllImport(Library), SuppressGCTransition] internal static extern void enn_set_grad_enabled(int enabled);
    [DllImport(Library)] internal static extern IntPtr enn_inference_mode_enter(int enabled);
    [DllImport(Library)] internal static extern void enn_inference_mode_leave(IntPtr guard);
    [DllImport(Library)] internal static extern int enn_inference_mode_enabled();
    [DllImport(Library)] internal static extern int enn_function_apply(NativeFunction* function, IntPtr state, IntPtr* inputs, int count, IntPtr* outputs, int capacity);
    [DllImport(Library)] internal static extern int enn_context_save(IntPtr context, IntPtr* tensors, int count);
    [DllImport(Library)] internal static extern int enn_context_saved(IntPtr context, IntPtr* tensors, int capacity);
    [DllImport(Library)] internal static extern int enn_context_mark_dirty(IntPtr context, IntPtr* tensors, int count);
    [DllImport(Library)] internal static extern int enn_context_mark_non_differentiable(IntPtr context, IntPtr* tensors, int count);
    [DllImport(Library)] internal static extern int enn_context_set_materialize_grads(IntPtr context, int value);

    [DllImport(Library)] private static extern IntPtr enn_last_error();
    [DllImport(Library), SuppressGCTransition] internal static extern int enn_failed_callback();
    [DllImport(Library)] private static extern int enn_start(int tuneAllocator, int threads);
    [DllImport(Library)] internal static extern IntPtr enn_version();
    [DllImport(Library)] internal static extern int enn_threads();
    [DllImport(Library)] internal static extern int enn_set_threads(int count);
    [DllImport(Library)] internal static extern int enn_interop_threads();
    [DllImport(Library)] internal static extern int enn_set_interop_threads(int count);
    [DllImport(Library)] internal static extern int enn_manual_seed(long seed);
    [DllImport(Library)] internal static extern IntPtr enn_generator_default(long device);
    [DllImport(Library)] internal static extern IntPtr enn_generator_new(long device, long seed);
    [DllImport(Library)] internal static extern void enn_generator_release(IntPtr generator);
    [DllImport(Library)] internal static extern long enn_generator_seed(IntPtr generator);
    [DllImport(Library)] internal static extern int enn_generator_set_seed(IntPtr generator, long seed);
    [DllImport(Library)] internal static extern IntPtr enn_generator_state(IntPtr generator);
    [DllImport(Library)] internal static extern int enn_generator_set_state(IntPtr generator, IntPtr state);
    [DllImport(Library)] internal static extern int enn_cuda_device_count();
    [DllImport(Library)] internal static extern int enn_cuda_synchronize(long device);
    [DllImport(Library)] internal static extern int enn_autocast(int deviceType, int enabled, int dtype);
    [DllImport(Library)] internal static extern void enn_autocast_clear_cache();
    [DllImport(Library)] internal static extern int enn_set_flag(byte* name, int value);
    [DllImport(Library)] internal static extern void enn_trim_memory();
    [DllImport(Library)] internal static extern long* enn_outstanding_bytes();
    [DllImport(Library)] internal static extern long enn_peak_bytes(int reset);

    [DllImport(Library)] internal static extern int enn_sgd_step(IntPtr* parameters, IntPtr* grads, IntPtr* buffers, int count, double lr, double momentum, double dampening, double weightDecay, int nesterov, int maximize, int first);
    [DllImport(Library)] internal static extern int enn_adam_step(IntPtr* parameters, IntPtr* grads, IntPtr* means, IntPtr* squares, IntPtr* maxSquares, int count, double lr, double beta1, double beta2, double eps, double weightDecay, int decoupled, int amsgrad, int maximize, long step);
    [DllImport(Library)] internal static extern int enn_clipped_sgd_step(IntPtr* parameters, IntPtr* grads, int count, double lr);
    [DllImport(Library)] internal static extern int enn_multiplicative_step(IntPtr* parameters, IntPtr* grads, int count, double lrIn, double lrOut);
    [DllImport(Library)] internal static extern int enn_clear_grads(IntPtr* parameters, int count, int setToNone);
    [DllImport(Library)] internal static extern IntPtr enn_grad_norm(IntPtr* grads, int count, double normType);

    [DllImport(Library)] internal static extern int enn_fold_branches(IntPtr plus, IntPtr minus, IntPtr bias, IntPtr max, IntPtr min, IntPtr shift, IntPtr* outputs);
    [DllImport(Library)] internal static extern IntPtr enn_photonic_sinusoidal(IntPtr x);
    [DllImport(Library)] internal static extern IntPtr enn_aggregate(IntPtr kernels, IntPtr values, long* rotation, int rotations, int order, int kernel);
    [DllImport(Library)] internal static extern IntPtr enn_max_pool2d_halving(IntPtr input);
}

/// <summary>enn_value of native/enn.h: one argument or result of an operator.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct NativeValue
{
    [FieldOffset(0)] internal ValueTag Tag;
    [FieldOffset(4)] internal int Length;
    [FieldOffset(8)] internal long Integer;
    [FieldOffset(8)] internal double Real;
    [FieldOffset(8)] internal IntPtr Pointer;
}

/// <summary>enn_tag of native/enn.h.</summary>
internal enum ValueTag
{
    None, Tensor, Int, Double, Bool, Ints, Doubles, Bools, Tensors, OptionalTensors, String, Device, Generator,
}

/// <summary>enn_function of native/enn.h: the callbacks of a custom autograd function.</summary>
internal unsafe struct NativeFunction
{
    internal delegate* unmanaged<IntPtr, IntPtr, IntPtr*, int, int> Forward;
    internal delegate* unmanaged<IntPtr, IntPtr, IntPtr*, int, IntPtr*, int, int> Backward;
    internal delegate* unmanaged<IntPtr, void> Free;
}
