using Enn.Eigen;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>What tensors hold at the peak of a step of ENN-l beyond what is there before, as a share of the same of a step of backpropagation: ResNet-50, batch 32.</summary>
internal sealed class EigenMemory : Workload
{
    internal override double Measure()
    {
        var way = new SoftPenalty(1e-5);
        var recipe = new OptimizerRecipe(OptimizerKind.AdamW, 1e-4);
        var network = EigenNetworks.ResNet(50, 10);
        var local = new LocalTrainer(network, zeros(1, 3, 32, 32), 10, new LocalHeadOptions(), 0, _ => new UnitRecipe(way, recipe, RateSchedule.Constant));
        var global = new EndToEndTrainer(network, new FactorOptimizer([.. network.parameters()], EigenLayers.Of(network), way, recipe, RateSchedule.Constant));
        var (x, y) = (randn(32, 3, 32, 32), randint(0, 10, [32]));
        network.train();
        // A small batch first: gradients and the optimizers' moments are there for both.
        local.Step(x[..2], y[..2]);
        global.Step(x[..2], y[..2]);
        return PeakMemory.Of(() => local.Step(x, y)) / PeakMemory.Of(() => global.Step(x, y));
    }
}
