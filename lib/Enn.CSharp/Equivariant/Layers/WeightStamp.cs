#if ENN_TORCH
using Enn.Torch;
#endif
using static TorchSharp.torch;

namespace Enn.Equivariant;

/// <summary>Tells whether a weight has changed since the stamp was taken: by its version counter where Enn.Torch is there, by comparing with a copy elsewhere.</summary>
internal sealed class WeightStamp : IDisposable
{
#if ENN_TORCH
    private readonly TensorStamp _stamp;

    internal WeightStamp(Tensor weight) => _stamp = TensorStamp.Of(weight);

    internal bool IsOf(Tensor weight) => _stamp == TensorStamp.Of(weight);

    public void Dispose() { }
#else
    private readonly Tensor _copy;

    internal WeightStamp(Tensor weight) => _copy = weight.detach().clone().DetachFromDisposeScope();

    internal bool IsOf(Tensor weight) => weight.dtype == _copy.dtype && weight.device_type == _copy.device_type && weight.eq(_copy).all().item<bool>();

    public void Dispose() => _copy.Dispose();
#endif
}
