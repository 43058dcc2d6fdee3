using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>Keeps a layer's merged weight between evaluations, until a factor changes: an evaluated Eigen layer then costs what a dense one does.</summary>
internal sealed class MergedWeight
{
    private Tensor? _weight;
    private FactorStamp? _stamp;

    /// <summary>W as the layer applies it, without gradient; composed only where the factors are not those of the last time.</summary>
    internal Tensor Of(Factors factors, long[] shape)
    {
        if (_weight is not null && _stamp!.IsOf(factors)) return _weight;
        Forget();
        using (no_grad()) _weight = WrappedTensorDisposeScope(() => factors.Merge().view(shape)).DetachFromDisposeScope();
        _stamp = new FactorStamp(factors);
        return _weight;
    }

    internal void Forget()
    {
        _weight?.Dispose();
        _stamp?.Dispose();
        (_weight, _stamp) = (null, null);
    }
}
