using static TorchSharp.torch;

namespace Enn.Equivariant;

/// <summary>Keeps a layer's full weight between evaluations, until its free weight changes: an evaluated group convolution then costs what an ordinary one does.</summary>
internal sealed class ExpandedWeight(WeightGather gather)
{
    private Tensor? _full;
    private WeightStamp? _stamp;

    /// <summary>The full weight; with a gradient, and computed anew, in training and wherever gradients are recorded.</summary>
    internal Tensor Of(Tensor weight, bool training)
    {
        if (training || is_grad_enabled())
        {
            Forget();
            return gather.Expand(weight);
        }
        if (_full is not null && _stamp!.IsOf(weight)) return _full;
        Forget();
        _full = gather.Expand(weight).DetachFromDisposeScope();
        _stamp = new WeightStamp(weight);
        return _full;
    }

    internal void Forget()
    {
        _full?.Dispose();
        _stamp?.Dispose();
        (_full, _stamp) = (null, null);
    }
}
