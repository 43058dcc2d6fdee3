using System.Diagnostics;
using Enn.Data;
using Enn.Eidetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>Taylor scores over some batches, as a share of the time that a training pass over them takes, in turns.</summary>
/// <param name="network">The network.</param>
/// <param name="shape">Of an input.</param>
internal sealed class EideticScoring(EideticNetwork network, params long[] shape) : Workload
{
    private const int Batches = 4, BatchSize = 256, Rounds = 5;

    internal override double Measure()
    {
        var phase = network.Begin(0);
        phase.train();
        using var optimizer = optim.Adam(phase.parameters(), 2e-4);
        var batches = Enumerable.Range(0, Batches).Select(_ => new Batch(torch.rand([BatchSize, .. shape]), torch.randint(0, network.Tasks[0].Outputs, [BatchSize]))).ToList();
        var shares = new List<double>();
        for (var round = -1; round < Rounds; round++)
        {
            var training = Seconds(() =>
            {
                foreach (var (inputs, labels) in batches)
                {
                    using var scope = NewDisposeScope();
                    optimizer.zero_grad();
                    phase.Loss(phase.call(inputs), labels).backward();
                    optimizer.step();
                }
            });
            var share = Seconds(() => new TaylorExpansion().Scores(phase, batches)) / training;
            // The first round warms up.
            if (round >= 0) shares.Add(share);
        }
        return Comparison.Median([.. shares]);
    }

    private static double Seconds(Action what)
    {
        var watch = Stopwatch.StartNew();
        what();
        return watch.Elapsed.TotalSeconds;
    }
}
