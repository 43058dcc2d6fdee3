namespace Enn.Eigen;

/// <summary>How the units of local learning are spread over threads.</summary>
/// <param name="Stages">Consecutive units of each stage; a stage is one thread.</param>
/// <param name="QueueDepth">Batches that may wait between two stages.</param>
/// <param name="ThreadsPerStage">Operator threads of a stage. Results are those of the sequential schedule with as many.</param>
public sealed record PipelinePlan(IReadOnlyList<int> Stages, int QueueDepth = 2, int ThreadsPerStage = 1)
{
    /// <summary>A balanced plan: the contiguous partition whose dearest stage is cheapest.</summary>
    /// <param name="costs">What each unit costs, e.g. measured by <see cref="UnitProfile"/>.</param>
    /// <param name="stages">Stages; at most one a unit is used.</param>
    public static PipelinePlan Balanced(IReadOnlyList<double> costs, int stages)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stages, 1);
        ArgumentOutOfRangeException.ThrowIfZero(costs.Count);
        stages = Math.Min(stages, costs.Count);
        var sums = new double[costs.Count + 1];
        for (var i = 0; i < costs.Count; i++) sums[i + 1] = sums[i] + costs[i];
        // best[s, n]: the dearest of s stages over the first n units; from[s, n]: where the last of them starts.
        var best = new double[stages + 1, costs.Count + 1];
        var from = new int[stages + 1, costs.Count + 1];
        for (var n = 1; n <= costs.Count; n++) best[0, n] = double.PositiveInfinity;
        for (var s = 1; s <= stages; s++)
        {
            for (var n = 0; n < s; n++) best[s, n] = double.PositiveInfinity;
            for (var n = s; n <= costs.Count; n++)
            {
                best[s, n] = double.PositiveInfinity;
                for (var start = s - 1; start < n; start++)
                {
                    var dearest = Math.Max(best[s - 1, start], sums[n] - sums[start]);
                    if (dearest < best[s, n]) (best[s, n], from[s, n]) = (dearest, start);
                }
            }
        }
        var counts = new int[stages];
        for (int s = stages, n = costs.Count; s > 0; n = from[s, n], s--) counts[s - 1] = n - from[s, n];
        return new PipelinePlan(counts);
    }

    /// <summary>The largest gain in throughput over one thread: all costs over those of the dearest stage.</summary>
    public double Bound(IReadOnlyList<double> costs)
    {
        var next = 0;
        var stages = Stages.Select(count => costs.Skip((next += count) - count).Take(count).Sum()).ToList();
        return costs.Sum() / stages.Max();
    }
}
