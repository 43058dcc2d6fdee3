using Enn.Torch.Core;

namespace TorchSharp.Modules;

/// <summary>
/// Parallel arrays of native tensors for one fused step, pinned and kept from step to step, so that a step allocates nothing. Gradients are taken (owned)
/// from their parameters and let go after the step.
/// </summary>
internal sealed unsafe class FusedArrays
{
    private IntPtr[] _memory = [];
    private int _capacity;

    internal int Count { get; private set; }
    internal IntPtr* Parameters => Row(0);
    internal IntPtr* Gradients => Row(1);
    internal IntPtr* First => Row(2);
    internal IntPtr* Second => Row(3);
    internal IntPtr* Third => Row(4);

    private IntPtr* Row(int index) => (IntPtr*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(_memory)) + index * _capacity;

    internal void Reserve(int count)
    {
        if (count <= _capacity) return;
        _memory = GC.AllocateArray<IntPtr>(5 * count, pinned: true);
        _capacity = count;
    }

    /// <summary>Appends a parameter with its gradient and state.</summary>
    internal void Add(Parameter parameter, IntPtr gradient, torch.Tensor? first = null, torch.Tensor? second = null, torch.Tensor? third = null)
    {
        Parameters[Count] = parameter.Handle;
        Gradients[Count] = gradient;
        First[Count] = first?.Handle ?? IntPtr.Zero;
        Second[Count] = second?.Handle ?? IntPtr.Zero;
        Third[Count] = third?.Handle ?? IntPtr.Zero;
        Count++;
    }

    /// <summary>The parameter's gradient, owned; zero where there is none.</summary>
    internal static IntPtr GradientOf(Parameter parameter) => Native.enn_tensor_grad(parameter.Handle);

    /// <summary>Reports a failed step, and lets the gradients go.</summary>
    internal void Finish(int status, string operation)
    {
        for (var i = 0; i < Count; i++) Native.enn_tensor_release(Gradients[i]);
        var count = Count;
        Count = 0;
        if (status < 0) throw TorchException.FromNative(operation, $"{count} parameters");
    }
}
