using System.Diagnostics;
using Enn.Eigen;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>ENN-l of ResNet-18, batch 32, as two stages of one thread each: its time as a share of the sequential schedule's, in turns.</summary>
/// <param name="threads">Operator threads of the sequential schedule.</param>
internal sealed class EigenPipeline(int threads) : Workload
{
    private const int Batches = 16, Rounds = 3;

    internal override double Measure()
    {
        var (x, y) = (randn(32, 3, 32, 32), randint(0, 100, [32]));
        var trainer = new LocalTrainer(EigenNetworks.ResNet(18, 100), x, 100, new LocalHeadOptions(), 0,
            _ => new UnitRecipe(new SoftPenalty(1e-6), new OptimizerRecipe(OptimizerKind.AdamW, 1e-4), RateSchedule.Constant));
        set_num_threads(1);
        var plan = PipelinePlan.Balanced(UnitProfile.Measure(trainer, x, y), 2);
        var shares = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            set_num_threads(threads);
            trainer.Plan = null;
            var sequential = Seconds();
            trainer.Plan = plan;
            shares[round] = Seconds() / sequential;
        }
        return Comparison.Median(shares);

        double Seconds()
        {
            var watch = Stopwatch.StartNew();
            trainer.Train(Enumerable.Repeat((x, y), Batches));
            return watch.Elapsed.TotalSeconds;
        }
    }
}
