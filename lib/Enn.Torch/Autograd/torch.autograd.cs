using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether operations on this tensor are recorded for differentiation.</summary>
        public bool requires_grad
        {
            get
            {
                var value = Native.enn_tensor_requires_grad(Handle) != 0;
                GC.KeepAlive(this);
                return value;
            }
            set
            {
                if (Native.enn_tensor_set_requires_grad(Handle, value ? 1 : 0) < 0) throw TorchException.FromNative("requires_grad", ((Arg)this).ToString());
                GC.KeepAlive(this);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public bool is_leaf
        {
            get
            {
                var leaf = Native.enn_tensor_is_leaf(Handle) != 0;
                GC.KeepAlive(this);
                return leaf;
            }
        }

        public void retain_grad()
        {
            if (Native.enn_tensor_retain_grad(Handle) < 0) throw TorchException.FromNative("retain_grad", ((Arg)this).ToString());
            GC.KeepAlive(this);
        }

        /// <summary>The accumulated gradient; null before the first backward pass. Each read returns a new reference to the same memory.</summary>
        public Tensor? grad
        {
            get
            {
                var handle = Native.enn_tensor_grad(Handle);
                GC.KeepAlive(this);
                return Own(handle);
            }
            set
            {
                if (Native.enn_tensor_set_grad(Handle, value?.Handle ?? IntPtr.Zero) < 0) throw TorchException.FromNative("grad", ((Arg)this).ToString());
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        /// <summary>Adds the gradients of this tensor to the grad of every leaf that it depends on.</summary>
        public void backward() => autograd.backward(this);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward(this, grad_tensors, retain_graph, create_graph, inputs);
    }

    /// <summary>Automatic differentiation.</summary>
    public static unsafe partial class autograd
    {
        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            fixed (IntPtr* outputs = Handles(tensors))
            fixed (IntPtr* grads = Handles(grad_tensors))
            fixed (IntPtr* leaves = Handles(inputs))
            {
                var status = Native.enn_backward(outputs, grads, tensors.Count, retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0, leaves, inputs?.Count ?? 0);
                if (status < 0) throw TorchException.FromNative("backward", string.Join(", ", tensors.Select(t => ((Arg)t).ToString())));
            }
            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        /// <summary>The gradients of the outputs with respect to each input; null for an unused input where that is allowed.</summary>
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false,
            bool create_graph = false, bool allow_unused = false)
        {
            var results = new IntPtr[inputs.Count];
            fixed (IntPtr* o = Handles(outputs))
            fixed (IntPtr* i = Handles(inputs))
            fixed (IntPtr* g = Handles(grad_outputs))
            fixed (IntPtr* r = results)
            {
                var status = Native.enn_grad(o, g, outputs.Count, i, inputs.Count, retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, r);
                if (status < 0) throw TorchException.FromNative("grad", string.Join(", ", outputs.Select(t => ((Arg)t).ToString())));
            }
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return [.. results.Select(Tensor.Own)];
        }

        /// <summary>The handles of a list of tensors; null for no list.</summary>
        internal static IntPtr[]? Handles(IList<Tensor>? tensors)
        {
            if (tensors is null) return null;
            var handles = new IntPtr[tensors.Count];
            for (var i = 0; i < handles.Length; i++) handles[i] = tensors[i]?.Handle ?? IntPtr.Zero;
            return handles;
        }
    }

    /// <summary>While it lives, operations are recorded or not; disposing restores the former state.</summary>
    private sealed class GradModeGuard : IDisposable
    {
        private readonly bool _former = is_grad_enabled();
        internal GradModeGuard(bool enabled) => Native.enn_set_grad_enabled(enabled ? 1 : 0);
        public void Dispose() => Native.enn_set_grad_enabled(_former ? 1 : 0);
    }

    private sealed class InferenceModeGuard(bool enabled) : IDisposable
    {
        private IntPtr _guard = Native.enn_inference_mode_enter(enabled ? 1 : 0);

        public void Dispose()
        {
            var guard = Interlocked.Exchange(ref _guard, IntPtr.Zero);
            if (guard != IntPtr.Zero) Native.enn_inference_mode_leave(guard);
        }
    }

    public static IDisposable no_grad() => new GradModeGuard(false);
    public static IDisposable enable_grad(bool enabled = true) => new GradModeGuard(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => new GradModeGuard(mode);
    public static bool is_grad_enabled() => Native.enn_grad_enabled() != 0;
    public static IDisposable inference_mode(bool mode = true) => new InferenceModeGuard(mode);
    public static bool is_inference_mode_enabled() => Native.enn_inference_mode_enabled() != 0;
}
