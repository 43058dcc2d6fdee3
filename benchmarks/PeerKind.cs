namespace Enn.Benchmarks;

/// <summary>One form of the peer.</summary>
/// <param name="Label">Its name in reports.</param>
/// <param name="Variant">What is added to the benchmark's name in peers/worker.py.</param>
/// <param name="Tuned">Whether glibc gets the settings that our native layer makes.</param>
internal sealed record PeerKind(string Label, string Variant = "", bool Tuned = false)
{
    /// <summary>As it comes.</summary>
    internal static readonly PeerKind Stock = new("stock");

    /// <summary>With the allocator tuned: what unchanged Python code reaches by environment variables alone.</summary>
    internal static readonly PeerKind TunedAllocator = new("tuned allocator", Tuned: true);

    /// <summary>With gradients dropped instead of zeroed, which libtorch 2 made the default.</summary>
    internal static readonly PeerKind SetToNone = new("set_to_none", "/set_to_none");
}
