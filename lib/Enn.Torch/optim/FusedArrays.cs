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

    /// <summary>Empties the arrays and makes room for a step over at most `count` parameters.</summary>
    internal void Begin(int count)
    {
        Clear();
        if (count <= _capacity) return;
        _memory = GC.AllocateArray<IntPtr>(5 * count, pinned: true);
        _capacity = count;
    }

    /// <summary>Appends a parameter with its gradient, which these arrays own from here, and its state.</summary>
    internal void Add(Parameter parameter, IntPtr gradient, torch.Tensor? first = null, torch.Tensor? second = null, torch.Tensor? third = null)
    {
        if (Count == _capacity) throw new InvalidOperationException("more parameters than the step began with");
        var row = Count++;
        Gradients[row] = gradient;
        Parameters[row] = parameter.Handle;
        First[row] = first?.Handle ?? IntPtr.Zero;
        Second[row] = second?.Handle ?? IntPtr.Zero;
        Third[row] = third?.Handle ?? IntPtr.Zero;
    }

    /// <summary>The parameter's gradient, owned; zero where there is none.</summary>
    internal static IntPtr GradientOf(Parameter parameter) => Native.enn_tensor_grad(parameter.Handle);

    /// <summary>Reports a failed step.</summary>
    internal void Check(int status, string operation)
    {
        if (status < 0) throw TorchException.FromNative(operation, $"{Count} parameters");
    }

    /// <summary>Lets the gradients go. Every step ends with this, also one that throws.</summary>
    internal void Clear()
    {
        for (var i = 0; i < Count; i++) Native.enn_tensor_release(Gradients[i]);
        Count = 0;
    }
}
