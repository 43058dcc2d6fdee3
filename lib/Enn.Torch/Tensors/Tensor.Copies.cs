using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op _clone = "clone", _contiguous = "contiguous", _copy_ = "copy_", _detach = "detach", _detach_ = "detach_",
            _fillScalar_ = "fill_.Scalar", _setSourceTensor_ = "set_.source_Tensor", _zero_ = "zero_";

        public Tensor clone() => _clone.Call(this);
        public Tensor contiguous() => _contiguous.Call(this);
        public Tensor detach() => _detach.Call(this);
        public Tensor detach_() => _detach_.Update(this);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => _copy_.Update(this, source, nonBlocking);
        public Tensor fill_(Scalar value) => _fillScalar_.Update(this, value);
        public Tensor zero_() => _zero_.Update(this);
        public Tensor set_(Tensor source) => _setSourceTensor_.Update(this, source);
    }
}
