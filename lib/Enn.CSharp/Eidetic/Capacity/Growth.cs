namespace Enn.Eidetic;

/// <summary>How many neurons each group gets when a network grows.</summary>
public static class Growth
{
    /// <summary>The same number for every group.</summary>
    public static Func<ChannelGroup, int> By(int neurons) => neurons >= 1 ? _ => neurons : throw new ArgumentOutOfRangeException(nameof(neurons), neurons, "A group grows by at least one neuron.");

    /// <summary>A fraction of each group's neurons, rounded down.</summary>
    public static Func<ChannelGroup, int> By(double fraction) =>
        fraction is > 0 and < 1 ? group => (int)(fraction * group.Size) : throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "A fraction lies between 0 and 1.");

    /// <summary>As many as the last sealing took: the free capacity stays what it was before that task.</summary>
    public static Func<ChannelGroup, int> AsKept() => group => group.Segments.Count == 0 ? 0 : group.Segments[^1].Neurons.Count;
}
