namespace Enn.Benchmarks;

/// <summary>One comparison: what both sides run, and what it must show.</summary>
/// <param name="Name">Its name on the command line, and the peer's in peers/worker.py.</param>
/// <param name="What">One line for people.</param>
/// <param name="Create">Makes our side, in the worker process.</param>
internal sealed record Benchmark(string Name, string What, Func<Workload> Create)
{
    /// <summary>The least peer/ours at one thread that is a success; null where nothing was promised.</summary>
    internal double? Goal { get; init; }

    /// <summary>The same at more threads.</summary>
    internal double? GoalThreaded { get; init; }

    /// <summary>The most that our own value may be, for measurements other than time.</summary>
    internal double? Limit { get; init; }

    /// <summary>What <see cref="Workload.Measure"/> returns; null for a timed benchmark.</summary>
    internal string? Unit { get; init; }

    /// <summary>What we are compared with, a row each; the goal is about the first.</summary>
    internal PeerKind[] Peers { get; init; } = [PeerKind.Stock];

    /// <summary>What must be there before either side starts; null for nothing.</summary>
    internal Action? Prepare { get; init; }

    /// <summary>Whether the peer needs torchvision.</summary>
    internal bool NeedsTorchvision { get; init; }

    /// <summary>Whether the number of threads makes a difference worth a row.</summary>
    internal bool Threaded { get; init; } = true;

    internal int Rounds { get; init; } = 21;

    internal double RoundSeconds { get; init; } = 0.2;

    internal IEnumerable<int> ThreadCounts(int[] wanted) => Threaded ? wanted : wanted.Take(1);

    internal double? GoalAt(int threads) => threads == 1 ? Goal : GoalThreaded;
}
