namespace Enn.Benchmarks;

/// <summary>Runs the sides of a benchmark in turn: ours, the peer, ours, the peer, ... so that what disturbs the machine disturbs all of them.</summary>
internal static class Driver
{
    private const double WarmSeconds = 2;

    internal static IEnumerable<Comparison> Compare(Benchmark benchmark, int threads, int rounds) =>
        benchmark.Unit is null ? Time(benchmark, threads, rounds) : [Measure(benchmark, threads)];

    private static List<Comparison> Time(Benchmark benchmark, int threads, int rounds)
    {
        var sides = new List<WorkerProcess>();
        try
        {
            sides.Add(WorkerProcess.Ours(benchmark, threads));
            sides.Add(WorkerProcess.Peer(benchmark, threads, tuned: false));
            if (benchmark.LargeBlocks) sides.Add(WorkerProcess.Peer(benchmark, threads, tuned: true));
            var counts = sides.Select(side => Math.Max(1, (long)(side.Warm(WarmSeconds) * benchmark.RoundSeconds))).ToArray();
            var wall = sides.Select(_ => new double[rounds]).ToArray();
            var cpu = sides.Select(_ => new double[rounds]).ToArray();
            for (var round = 0; round < rounds; round++)
                for (var side = 0; side < sides.Count; side++)
                    (wall[side][round], cpu[side][round]) = sides[side].Round(counts[side]);
            var stock = Comparison.Timed(benchmark, threads, "stock", wall[0], wall[1], cpu[0], cpu[1], benchmark.GoalAt(threads));
            return benchmark.LargeBlocks
                ? [stock, Comparison.Timed(benchmark, threads, "tuned", wall[0], wall[2], cpu[0], cpu[2], null)]
                : [stock];
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
        if (!benchmark.HasPeer) return Comparison.Measured(benchmark, threads, value, null);
        using var peer = WorkerProcess.Peer(benchmark, threads, tuned: false);
        return Comparison.Measured(benchmark, threads, value, peer.Measure());
    }
}
