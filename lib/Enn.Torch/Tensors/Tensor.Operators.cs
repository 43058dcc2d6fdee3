using Enn.Torch;
using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op _addScalar = "add.Scalar", _addTensor = "add.Tensor", _addTensor_ = "add_.Tensor", _subScalar = "sub.Scalar", _mulScalar = "mul.Scalar", _divScalar = "div.Scalar",
            _divTensorMode = "div.Tensor_mode", _divScalarMode = "div.Scalar_mode", _neg = "neg";

        // The few operators whose boxing would show in small tensors have typed entries.
        private static Tensor Result(IntPtr handle, string operation, Tensor a, Tensor? b)
        {
            if (handle == IntPtr.Zero) throw TorchException.FromNative(operation, b is null ? $"{(Arg)a}" : $"{(Arg)a}, {(Arg)b}");
            GC.KeepAlive(a);
            GC.KeepAlive(b);
            var result = Own(handle, true);
            Interruption.Check();
            return result;
        }

        public Tensor add(Tensor target) => Result(Native.enn_add(Handle, target.Handle), "add", this, target);
        public Tensor add(Tensor target, Scalar alpha) => _addTensor.Call(this, target, alpha);
        public Tensor add(Scalar scalar) => _addScalar.Call(this, scalar);
        public Tensor add(Scalar scalar, Scalar alpha) => _addScalar.Call(this, scalar, alpha);
        public Tensor sub(Tensor target) => Result(Native.enn_sub(Handle, target.Handle), "sub", this, target);
        public Tensor sub(Scalar target) => _subScalar.Call(this, target);
        public Tensor mul(Tensor target) => Result(Native.enn_mul(Handle, target.Handle), "mul", this, target);
        public Tensor mul(Scalar target) => _mulScalar.Call(this, target);
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None
            ? Result(Native.enn_div(Handle, target.Handle), "div", this, target)
            : _divTensorMode.Call(this, target, Name(rounding_mode));
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None
            ? _divScalar.Call(this, target)
            : _divScalarMode.Call(this, target, Name(rounding_mode));
        public Tensor matmul(Tensor target) => Result(Native.enn_matmul(Handle, target.Handle), "matmul", this, target);
        public Tensor relu() => Result(Native.enn_relu(Handle), "relu", this, null);
        public Tensor neg() => _neg.Call(this);

        public Tensor add_(Tensor target)
        {
            if (Native.enn_add_(Handle, target.Handle) < 0) throw TorchException.FromNative("add_", $"{(Arg)this}, {(Arg)target}");
            GC.KeepAlive(this);
            GC.KeepAlive(target);
            return this;
        }

        public Tensor add_(Tensor target, Scalar alpha) => _addTensor_.Update(this, target, alpha);

        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);
        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);
        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);
        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);
        public static Tensor operator -(Tensor tensor) => tensor.neg();
    }
}
