namespace Enn.Data.Pickling;

/// <summary>A Python dict or OrderedDict, in its order. Keys are strings, numbers or booleans.</summary>
public sealed class PickleDictionary() : OrderedDictionary<object, object?>(KeyComparer.Instance), IPickleState
{
    /// <summary>Attributes set on the object itself (PyTorch hangs <c>_metadata</c> on a state_dict), or null.</summary>
    public PickleDictionary? Attributes { get; private set; }

    /// <inheritdoc/>
    public void SetState(object? state) => Attributes = PickleValue.As<PickleDictionary>(state, "a dictionary's state");
}
