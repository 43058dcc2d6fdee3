using Enn.Eidetic;

namespace Enn.Benchmarks.Workloads;

/// <summary>The networks of the eidetic benchmarks.</summary>
internal static class EideticNetworks
{
    /// <summary>784-2000-2000 with batch normalisation and ten heads of ten.</summary>
    internal static EideticNetwork Mlp() => new(new Eidetic.Mlp(784, 1, 2000), Heads(10, 10));

    /// <summary>The small ConvNet with five heads of a hundred.</summary>
    internal static EideticNetwork ConvNet() => new(new ConvNet(3, 2, 8), Heads(5, 100));

    /// <summary>784-4096-4096-4096: weights that are large beside everything else in the process.</summary>
    internal static EideticNetwork Large() => new(new Eidetic.Mlp(784, 2, 4096), Heads(2, 10));

    private static IEnumerable<EideticTask> Heads(int tasks, int outputs) => Enumerable.Range(0, tasks).Select(task => new EideticTask($"{task}", outputs));
}
