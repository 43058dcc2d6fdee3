using static TorchSharp.torch;

namespace Enn.Eidetic;

/// <summary>Gathers Taylor scores while a phase trains: the outputs of each forward, then, after each backward, the magnitudes of gradient times output.</summary>
internal sealed class ScoreRecorder(TaskPhase phase) : IDisposable
{
    private readonly List<(ChannelGroup Group, Tensor Y)> _outputs = [];

    public ScoreSums Sums { get; } = new(phase);

    public void Dispose() => Sums.Dispose();

    /// <summary>Sees a layer's direct output.</summary>
    public Tensor Tap(EideticLayer layer, Tensor y)
    {
        if (!layer.Scored) return y;
        y.retain_grad();
        _outputs.Add((layer.To, y));
        return y;
    }

    /// <summary>Adds the scores of the batch that has just gone backward.</summary>
    public void Collect()
    {
        using var _ = no_grad();
        foreach (var (group, y) in _outputs)
            if (y.grad is { } gradient) Sums.Add(group, TaylorExpansion.MeanMagnitude(y.detach(), gradient));
        _outputs.Clear();
    }
}
