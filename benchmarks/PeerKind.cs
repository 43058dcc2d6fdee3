namespace Enn.Benchmarks;

/// <summary>One form of the peer.</summary>
/// <param name="Label">Its name in reports.</param>
/// <param name="Variant">What is added to the benchmark's name in peers/worker.py.</param>
/// <param name="IsTuned">Whether glibc and the thread pools get the settings that our native layer makes.</param>
internal sealed record PeerKind(string Label, string Variant = "", bool IsTuned = false)
{
    /// <summary>As it comes.</summary>
    internal static readonly PeerKind Stock = new("stock");

    /// <summary>With the environment of <see cref="WorkerProcess"/>: what unchanged Python code gains from settings alone.</summary>
    internal static readonly PeerKind Tuned = new("tuned", IsTuned: true);

    /// <summary>A copy of as much memory as the operation has to move: the floor of whatever waits for memory.</summary>
    internal static readonly PeerKind Copy = new("copy", "/copy");

    /// <summary>With gradients dropped instead of zeroed, which libtorch 2 made the default.</summary>
    internal static readonly PeerKind SetToNone = new("set_to_none", "/set_to_none");

    /// <summary>Plain training of the same network, without what the method adds.</summary>
    internal static readonly PeerKind Dense = new("dense", "/dense");
}
