#if ENN_TORCH
using Enn.Torch;
#endif
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>Tells whether any factor has changed since the stamp was taken: by version counters where Enn.Torch is there, by comparing with copies elsewhere.</summary>
internal sealed class FactorStamp : IDisposable
{
#if ENN_TORCH
    private readonly TensorStamp _q, _lambda, _p;

    internal FactorStamp(Factors factors) => (_q, _lambda, _p) = (TensorStamp.Of(factors.Q), TensorStamp.Of(factors.Lambda), TensorStamp.Of(factors.P));

    internal bool IsOf(Factors factors) => _q == TensorStamp.Of(factors.Q) && _lambda == TensorStamp.Of(factors.Lambda) && _p == TensorStamp.Of(factors.P);

    public void Dispose() { }
#else
    private readonly Tensor[] _copies;

    internal FactorStamp(Factors factors) => _copies = [.. All(factors).Select(factor => factor.detach().clone().DetachFromDisposeScope())];

    internal bool IsOf(Factors factors) => All(factors).Zip(_copies, (now, then) =>
        now.dtype == then.dtype && now.device_type == then.device_type && now.eq(then).all().item<bool>()).All(same => same);

    public void Dispose()
    {
        foreach (var copy in _copies) copy.Dispose();
    }

    private static Tensor[] All(Factors factors) => [factors.Q, factors.Lambda, factors.P];
#endif
}
