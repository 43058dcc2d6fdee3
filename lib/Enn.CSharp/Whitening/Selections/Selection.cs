using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>Which eigenvalues a layer keeps: always the leading ones. Decided on the device, without a wait for it.</summary>
public abstract class Selection
{
    /// <summary>What tables and settings call it.</summary>
    public abstract string Name { get; }

    /// <summary>The mask of kept eigenvalues.</summary>
    /// <param name="values">Descending eigenvalues, float64 [G, d].</param>
    /// <returns>Bool [G, d]: true, ..., true, false, ..., false.</returns>
    public abstract Tensor Keep(Tensor values);

    /// <summary>0, 1, ..., d - 1, int64 [d].</summary>
    private protected static Tensor Positions(Tensor values) => arange(values.size(-1), dtype: ScalarType.Int64, device: values.device);
}
