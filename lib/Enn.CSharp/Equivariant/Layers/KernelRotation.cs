using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Equivariant;

/// <summary>
/// Where the generated kernel of each group element takes its values from: K_g[u] = Kraw_g[sp_g[u]]. The kernels themselves are never moved:
/// the table is looked up while they are applied.
/// </summary>
internal sealed class KernelRotation
{
    private static readonly ConcurrentDictionary<(PlanarGroup, int), KernelRotation> Known = [];

    private readonly ConcurrentDictionary<string, (Tensor From, Tensor To)> _onDevice = [];

    private KernelRotation(PlanarGroup group, int kernel)
    {
        (Order, Pixels) = (group.Order, kernel * kernel);
        Table = [.. group.Elements.SelectMany(g => group.PixelPermutation(g, kernel)).Select(u => (long)u)];
    }

    internal static KernelRotation Of(PlanarGroup group, int kernel) => Known.GetOrAdd((group, kernel), key => new KernelRotation(key.Item1, key.Item2));

    internal int Order { get; }

    internal int Pixels { get; }

    /// <summary>sp_g[u] at g k k + u.</summary>
    internal long[] Table { get; }

    /// <summary>[.., kk n, H, W] (axis 2) as generated -&gt; as applied.</summary>
    internal Tensor Apply(Tensor kernels) => kernels.index_select(2, Index(kernels.device).From);

    /// <summary>The inverse of <see cref="Apply"/>.</summary>
    internal Tensor Undo(Tensor kernels) => kernels.index_select(2, Index(kernels.device).To);

    private (Tensor From, Tensor To) Index(Device device) => _onDevice.GetOrAdd(device.ToString(), _ =>
    {
        var from = new long[Pixels * Order];
        var to = new long[Pixels * Order];
        for (var u = 0; u < Pixels; u++)
            for (var g = 0; g < Order; g++)
            {
                from[u * Order + g] = Table[g * Pixels + u] * Order + g;
                to[from[u * Order + g]] = u * Order + g;
            }
        return (tensor(from, ScalarType.Int64, device).DetachFromDisposeScope(), tensor(to, ScalarType.Int64, device).DetachFromDisposeScope());
    });
}
