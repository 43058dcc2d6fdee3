namespace Enn.Benchmarks;

/// <summary>What a benchmark showed at one thread count against one peer.</summary>
internal sealed record Comparison
{
    public required string Name { get; init; }
    public required int Threads { get; init; }

    /// <summary>Which form of the peer (<see cref="PeerKind"/>); null: none.</summary>
    public string? Against { get; init; }

    /// <summary>The median over rounds: seconds per operation, or <see cref="Unit"/>.</summary>
    public required double Ours { get; init; }
    public double? Peer { get; init; }
    public required string Unit { get; init; }

    /// <summary>The median over rounds of peer/ours within the round, its extremes, and the same of CPU time.</summary>
    public double? Ratio { get; init; }
    public double? RatioMin { get; init; }
    public double? RatioMax { get; init; }
    public double? CpuRatio { get; init; }

    /// <summary>Wall time over CPU time per thread of our side; well above 1, the machine was busy with something else.</summary>
    public double? Waiting { get; init; }
    public int Rounds { get; init; }
    public string? Goal { get; init; }
    public bool? Holds { get; init; }

    internal static Comparison Timed(Benchmark benchmark, int threads, PeerKind kind, double[] ours, double[] peer, double[] oursCpu, double[] peerCpu, double? goal)
    {
        var ratios = ours.Zip(peer, (a, b) => b / a).ToArray();
        var ratio = Median(ratios);
        return new()
        {
            Name = benchmark.Name,
            Threads = threads,
            Against = kind.Label,
            Ours = Median(ours),
            Peer = Median(peer),
            Unit = "s",
            Ratio = ratio,
            RatioMin = ratios.Min(),
            RatioMax = ratios.Max(),
            CpuRatio = Median([.. oursCpu.Zip(peerCpu, (a, b) => b / a)]),
            Waiting = Median([.. ours.Zip(oursCpu, (w, c) => w / c)]),
            Rounds = ours.Length,
            Goal = goal is { } least ? FormattableString.Invariant($"ratio >= {least:0.00}") : null,
            Holds = goal is { } ? ratio >= goal : null,
        };
    }

    internal static Comparison Measured(Benchmark benchmark, int threads, double ours, double? peer) => new()
    {
        Name = benchmark.Name,
        Threads = threads,
        Against = peer is null ? null : benchmark.Peers[0].Label,
        Ours = ours,
        Peer = peer,
        Unit = benchmark.Unit!,
        Ratio = peer / ours,
        Rounds = 1,
        Goal = benchmark.Limit is { } most ? FormattableString.Invariant($"ours <= {most}") : null,
        Holds = benchmark.Limit is { } limit ? ours <= limit : null,
    };

    internal static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
