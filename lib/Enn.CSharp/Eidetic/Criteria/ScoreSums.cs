using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Eidetic;

/// <summary>Scores as they add up, on the device: one float64 tensor [kept] for each group that has kept neurons.</summary>
internal sealed class ScoreSums(TaskPhase phase) : IDisposable
{
    private readonly Dictionary<ChannelGroup, Tensor> _sums = [];

    /// <summary>Adds to a group's scores.</summary>
    /// <param name="group">The group.</param>
    /// <param name="scores">[kept].</param>
    public void Add(ChannelGroup group, Tensor scores)
    {
        using var scope = NewDisposeScope();
        var wide = scores.to(ScalarType.Float64);
        _sums[group] = scope.Detach(_sums.TryGetValue(group, out var sum) ? sum + wide : wide.clone());
        sum?.Dispose();
    }

    public void Dispose()
    {
        foreach (var sum in _sums.Values) sum.Dispose();
    }

    /// <summary>The scores after a last function; groups without neurons have none.</summary>
    public IReadOnlyDictionary<ChannelGroup, double[]> Read(Func<Tensor, Tensor>? last = null)
    {
        using var scope = NewDisposeScope();
        return phase.Network.Groups.ToDictionary(group => group,
            group => _sums.TryGetValue(group, out var sum) ? (last is null ? sum : last(sum)).cpu().data<double>().ToArray() : new double[phase.Kept(group).Count]);
    }
}
