namespace Enn.Benchmarks;

/// <summary>Runs the sides of a benchmark in turn: ours, the peer, ours, the peer, ... so that what disturbs the machine disturbs all of them.</summary>
internal static class Driver
{
    private const double WarmSeconds = 2;

    internal static IEnumerable<Comparison> Compare(Benchmark benchmark, int threads, int rounds) =>
        benchmark.Unit is null ? Time(benchmark, threads, rounds) : [Measure(benchmark, threads)];

    private static Comparison[] Time(Benchmark benchmark, int threads, int rounds)
    {
        var sides = new List<WorkerProcess>();
        try
        {
            sides.Add(WorkerProcess.Ours(benchmark, threads));
            foreach (var kind in benchmark.Peers) sides.Add(WorkerProcess.Peer(benchmark, threads, kind));
            var counts = sides.Select(side => Math.Max(1, (long)(side.Warm(WarmSeconds) * benchmark.RoundSeconds))).ToArray();
            var wall = sides.Select(_ => new double[rounds]).ToArray();
            var cpu = sides.Select(_ => new double[rounds]).ToArray();
            for (var round = 0; round < rounds; round++)
                for (var side = 0; side < sides.Count; side++)
                    (wall[side][round], cpu[side][round]) = sides[side].Round(counts[side]);
            return [.. benchmark.Peers.Select((kind, i) => Comparison.Timed(benchmark, threads, kind, wall[0], wall[i + 1], cpu[0], cpu[i + 1], i == 0 ? benchmark.GoalAt(threads) : null))];
        }
        finally
        {
            foreach (var side in sides) side.Dispose();
        }
    }

    private static Comparison Measure(Benchmark benchmark, int threads)
    {
        using var ours = WorkerProcess.Ours(benchmark, threads);
        var value = ours.Measure();
        if (benchmark.Peers.Length == 0) return Comparison.Measured(benchmark, threads, value, null);
        using var peer = WorkerProcess.Peer(benchmark, threads, benchmark.Peers[0]);
        return Comparison.Measured(benchmark, threads, value, peer.Measure());
    }
}
