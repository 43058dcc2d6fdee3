using static TorchSharp.torch;

namespace Enn.Eidetic;

/// <summary>Which parts of the network a forward pass computes.</summary>
internal sealed class Pass
{
    /// <summary>The number of visits that <see cref="Features.Sealed"/> has room for.</summary>
    public int Visits { get; init; }

    /// <summary>Sealed visits to compute, each on its own, ascending.</summary>
    public IReadOnlyList<int> Sealed { get; init; } = [];

    /// <summary>Computes a layer's owned neurons as one part, from all that it reads; null for none.</summary>
    public Func<EideticLayer, Tensor?, Tensor?>? Owned { get; init; }

    /// <summary>The free neurons to compute; null for none.</summary>
    public TaskPhase? Phase { get; init; }

    /// <summary>Training mode.</summary>
    public bool Training { get; init; }

    /// <summary>Sees the direct output of each layer's free neurons, before the normalisation; what it returns goes on.</summary>
    public Func<EideticLayer, Tensor, Tensor>? Tap { get; init; }

    /// <summary>Sees how many places (pixels) a layer gives values at, for each sample.</summary>
    public Action<EideticLayer, long>? Places { get; init; }
}
