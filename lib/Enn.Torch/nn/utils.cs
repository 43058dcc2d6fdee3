using Enn.Torch.Core;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static unsafe partial class utils
        {
            private static readonly Op _scaleBy = "mul_.Scalar", _clampTo = "clamp_", _cat = "cat", _flat = "reshape", _viewAs = "view_as", _narrow = "narrow", _rsqrt = "rsqrt", _shift = "add.Scalar",
                _reshape = "reshape", _zerosLike = "zeros_like", _onesLike = "ones_like";

            /// <summary>Scales all gradients so that their common norm is at most max_norm; returns the norm before.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                var gradients = tensors.Select(t => t.grad).Where(g => g is not null).ToList();
                if (gradients.Count == 0) return 0;
                var handles = new IntPtr[gradients.Count];
                for (var i = 0; i < handles.Length; i++) handles[i] = gradients[i]!.Handle;
                double total;
                fixed (IntPtr* p = handles)
                {
                    using var norm = Tensor.Own(TorchException.Check(Native.enn_grad_norm(p, handles.Length, norm_type), "clip_grad_norm_"));
                    total = norm.ToScalar().AsDouble;
                }
                var scale = Math.Min(max_norm / (total + 1e-6), 1);
                foreach (var gradient in gradients)
                {
                    if (scale < 1 || double.IsNaN(scale))
                        using (no_grad()) _scaleBy.Run(gradient!, scale);
                    gradient!.Dispose();
                }
                return total;
            }

            /// <summary>Cuts every element of every gradient to [-clip_value, clip_value].</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                foreach (var tensor in tensors)
                {
                    using var gradient = tensor.grad;
                    if (gradient is null) continue;
                    using (no_grad()) _clampTo.Run(gradient, -clip_value, clip_value);
                }
            }

            /// <summary>All elements of all parameters in one vector.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors) => _cat.Call(Arg.List(tensors.Select(t => _flat.Call(t, new long[] { -1 }))));

            /// <summary>The other way: copies the parts of a vector into the parameters.</summary>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                var all = tensors.ToList();
                var count = all.Sum(t => t.numel());
                if (vec.numel() != count) throw new ArgumentException($"the vector has {vec.numel()} elements, the parameters {count}", nameof(vec));
                var at = 0L;
                using (no_grad())
                    foreach (var tensor in all)
                    {
                        using var part = _viewAs.Call(_narrow.Call(vec, 0, at, tensor.numel()), tensor);
                        _copy.Run(tensor, part);
                        at += tensor.numel();
                    }
            }

            private static readonly Op _copy = "copy_";

            /// <summary>A convolution's weight and bias with a batch norm's evaluation folded in.</summary>
            public static (Parameter weight, Parameter bias) fuse_conv_bn_weights(Tensor conv_w, Tensor? conv_b, Tensor bn_rm, Tensor bn_rv, double bn_eps, Tensor? bn_w, Tensor? bn_b, bool transpose = false)
            {
                using (no_grad())
                {
                    var scale = (bn_w ?? _onesLike.Call(bn_rm)) * _rsqrt.Call(_shift.Call(bn_rv, bn_eps));
                    var shape = Sizes.Repeat(1, (int)conv_w.ndim);
                    shape[transpose ? 1 : 0] = -1;
                    var bias = ((conv_b ?? _zerosLike.Call(bn_rm)) - bn_rm) * scale + (bn_b ?? _zerosLike.Call(bn_rm));
                    return (new Parameter(conv_w * _reshape.Call(scale, shape), conv_w.requires_grad), new Parameter(bias, conv_b?.requires_grad ?? false));
                }
            }

            public static (Parameter weight, Parameter bias) fuse_linear_bn_weights(Tensor linear_w, Tensor? linear_b, Tensor bn_rm, Tensor bn_rv, double bn_eps, Tensor bn_w, Tensor bn_b) =>
                fuse_conv_bn_weights(linear_w, linear_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b);

            public static Linear fuse_linear_bn_eval(Linear linear, BatchNorm bn)
            {
                if (linear.training || bn.training) throw new ArgumentException("only modules in evaluation mode can be fused", nameof(linear));
                var (weight, bias) = fuse_linear_bn_weights(linear.weight, linear.bias, bn.running_mean!, bn.running_var!, bn.eps, bn.weight!, bn.bias!);
                return Linear(weight, bias);
            }
        }
    }
}
