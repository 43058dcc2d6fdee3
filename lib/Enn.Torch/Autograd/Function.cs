using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class autograd
    {
        /// <summary>What a custom function keeps between its forward and its backward.</summary>
        public sealed class AutogradContext
        {
            private readonly Dictionary<string, object> _data = [];

            /// <summary>The native context: set while a callback of its node runs, for its node may be gone afterwards.</summary>
            internal IntPtr Native;

            /// <exception cref="InvalidOperationException">No callback runs.</exception>
            private IntPtr Current => Native != IntPtr.Zero
                ? Native
                : throw new InvalidOperationException("An autograd context is used within the forward or backward that it was given to, not after.");

            internal AutogradContext() { }

            public bool MaterializeGrads { get; private set; } = true;

            /// <summary>Keeps tensors for backward, safely where they are inputs or outputs of the function.</summary>
            public void save_for_backward(List<Tensor> tensors)
            {
                fixed (IntPtr* handles = Handles(tensors)) TorchException.Check(Enn.Torch.Core.Native.enn_context_save(Current, handles, tensors.Count), "save_for_backward");
                GC.KeepAlive(tensors);
            }

            public List<Tensor> get_saved_variables()
            {
                var handles = stackalloc IntPtr[MaxTensors];
                var count = Enn.Torch.Core.Native.enn_context_saved(Current, handles, MaxTensors);
                TorchException.Check(count, "get_saved_variables");
                var result = new List<Tensor>(count);
                for (var i = 0; i < count; i++) result.Add(Tensor.Own(handles[i]));
                return result;
            }

            public void save_data(string key, object value) => _data[key] = value;
            public object get_data(string key) => _data[key];

            public void mark_dirty(List<Tensor> tensors)
            {
                fixed (IntPtr* handles = Handles(tensors)) TorchException.Check(Enn.Torch.Core.Native.enn_context_mark_dirty(Current, handles, tensors.Count), "mark_dirty");
                GC.KeepAlive(tensors);
            }

            public void mark_non_differentiable(List<Tensor> tensors)
            {
                fixed (IntPtr* handles = Handles(tensors)) TorchException.Check(Enn.Torch.Core.Native.enn_context_mark_non_differentiable(Current, handles, tensors.Count), "mark_non_differentiable");
                GC.KeepAlive(tensors);
            }

            public void set_materialize_grads(bool value)
            {
                TorchException.Check(Enn.Torch.Core.Native.enn_context_set_materialize_grads(Current, value ? 1 : 0), "set_materialize_grads");
                MaterializeGrads = value;
            }
        }

        private const int MaxTensors = 256;

        /// <summary>A differentiable function with a gradient of its own. Derive from <see cref="SingleTensorFunction{T}"/> or <see cref="MultiTensorFunction{T}"/>.</summary>
        public abstract class Function<T> where T : Function<T>, new()
        {
            /// <summary>What errors call this function.</summary>
            public abstract string Name { get; }

            private protected abstract List<Tensor> Forward(AutogradContext context, object[] variables);
            private protected abstract List<Tensor> Backward(AutogradContext context, List<Tensor> gradients);

            private protected static List<Tensor> apply_internal(object[] vars)
            {
                var call = new FunctionCall(new T(), vars);
                return call.Apply();
            }

            private sealed class FunctionCall(T function, object[] variables) : IFunctionCall
            {
                private readonly AutogradContext _context = new();
                private readonly int[] _positions = [.. Enumerable.Range(0, variables.Length).Where(i => variables[i] is Tensor)];
                private readonly int _count = variables.Length;
                private object[]? _variables = variables;

                internal List<Tensor> Apply()
                {
                    var inputs = _positions.Select(i => (Tensor)_variables![i]).ToList();
                    var outputs = stackalloc IntPtr[MaxTensors];
                    int count;
                    // Before the state, which from its allocation on is the native side's to free: this throws for a disposed tensor.
                    var borrowed = Handles(inputs);
                    var state = GCHandle.ToIntPtr(GCHandle.Alloc(this));
                    fixed (IntPtr* handles = borrowed)
                    fixed (NativeFunction* callbacks = &FunctionCallbacks.Table[0])
                        count = Enn.Torch.Core.Native.enn_function_apply(callbacks, state, handles, inputs.Count, outputs, MaxTensors);
                    if (count < 0) throw TorchException.FromNative(function.Name, string.Join(", ", inputs.Select(t => ((Arg)t).ToString())));
                    GC.KeepAlive(inputs);
                    var results = new List<Tensor>(count);
                    for (var i = 0; i < count; i++) results.Add(Tensor.Own(outputs[i]));
                    return results;
                }

                public int Forward(IntPtr context, IntPtr* outputs, int capacity)
                {
                    _context.Native = context;
                    try
                    {
                        var results = function.Forward(_context, _variables!);
                        _variables = null;
                        return FunctionCallbacks.Give(results, outputs, capacity);
                    }
                    finally
                    {
                        _context.Native = IntPtr.Zero;
                    }
                }

                public int Backward(IntPtr context, IntPtr* gradients, int count, IntPtr* results, int capacity)
                {
                    var given = new List<Tensor>(count);
                    _context.Native = context;
                    try
                    {
                        for (var i = 0; i < count; i++) given.Add(Tensor.Own(Enn.Torch.Core.Native.enn_tensor_share(gradients[i])));
                        var returned = function.Backward(_context, given);
                        // One gradient for each argument (null for what is no tensor), or for each tensor argument.
                        if (returned.Count == _count && _count != _positions.Length) returned = [.. _positions.Select(i => returned[i])];
                        if (returned.Count != _positions.Length)
                            throw new InvalidOperationException($"{function.Name}.backward returned {returned.Count} gradients for {_positions.Length} tensors");
                        return FunctionCallbacks.Give(returned, results, capacity);
                    }
                    finally
                    {
                        _context.Native = IntPtr.Zero;
                        foreach (var gradient in given) gradient?.Dispose();
                    }
                }
            }
        }

        /// <summary>A custom function of one output. Example: <c>class Square : SingleTensorFunction&lt;Square&gt;</c>, called <c>Square.apply(x)</c>.</summary>
        public abstract class SingleTensorFunction<T> : Function<T> where T : SingleTensorFunction<T>, new()
        {
            public abstract Tensor forward(AutogradContext ctx, params object[] vars);

            /// <summary>The gradient of each argument given that of the output; null for arguments that are no tensors or need none.</summary>
            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            public static Tensor apply(params object[] vars) => apply_internal(vars)[0];

            private protected override List<Tensor> Forward(AutogradContext context, object[] variables) => [forward(context, variables)];
            private protected override List<Tensor> Backward(AutogradContext context, List<Tensor> gradients) => backward(context, gradients[0]);
        }

        /// <summary>A custom function of several outputs.</summary>
        public abstract class MultiTensorFunction<T> : Function<T> where T : MultiTensorFunction<T>, new()
        {
            public abstract List<Tensor> forward(AutogradContext ctx, params object[] vars);
            public abstract List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs);

            public static List<Tensor> apply(params object[] vars) => apply_internal(vars);

            private protected override List<Tensor> Forward(AutogradContext context, object[] variables) => forward(context, variables);
            private protected override List<Tensor> Backward(AutogradContext context, List<Tensor> gradients) => backward(context, gradients);
        }

        private interface IFunctionCall
        {
            int Forward(IntPtr context, IntPtr* outputs, int capacity);
            int Backward(IntPtr context, IntPtr* gradients, int count, IntPtr* results, int capacity);
        }

        /// <summary>The native entry points of all custom functions: an exception stays on this side and the native call reports failure.</summary>
        private static class FunctionCallbacks
        {
            internal static readonly NativeFunction[] Table = GC.AllocateArray<NativeFunction>(1, pinned: true);

            static FunctionCallbacks() => Table[0] = new NativeFunction { Forward = &Forward, Backward = &Backward, Free = &Free };

            internal static int Give(List<Tensor> tensors, IntPtr* handles, int capacity)
            {
                if (tensors.Count > capacity) throw new InvalidOperationException($"a custom function may have at most {capacity} tensors");
                var given = 0;
                try
                {
                    for (; given < tensors.Count; given++)
                        handles[given] = tensors[given] is { } tensor ? Enn.Torch.Core.Native.enn_tensor_share(tensor.Handle) : IntPtr.Zero;
                }
                catch
                {
                    // A disposed tensor among them: nobody takes the references before it.
                    while (given-- > 0) Enn.Torch.Core.Native.enn_tensor_release(handles[given]);
                    throw;
                }
                GC.KeepAlive(tensors);
                return tensors.Count;
            }

            [UnmanagedCallersOnly]
            private static int Forward(IntPtr state, IntPtr context, IntPtr* outputs, int capacity) =>
                Guarded(state, call => call.Forward(context, outputs, capacity));

            [UnmanagedCallersOnly]
            private static int Backward(IntPtr state, IntPtr context, IntPtr* gradients, int count, IntPtr* results, int capacity) =>
                Guarded(state, call => call.Backward(context, gradients, count, results, capacity));

            [UnmanagedCallersOnly]
            private static void Free(IntPtr state) => GCHandle.FromIntPtr(state).Free();

            private static int Guarded(IntPtr state, Func<IFunctionCall, int> body)
            {
                try
                {
                    return body((IFunctionCall)GCHandle.FromIntPtr(state).Target!);
                }
                catch (Exception e)
                {
                    return Callbacks.Keep(e);
                }
            }
        }
    }
}
