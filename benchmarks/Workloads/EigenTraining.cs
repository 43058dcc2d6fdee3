using Enn.Eigen;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>A training step with the paper's penalty in the loss and AdamW.</summary>
internal sealed class EigenTraining : Workload
{
    private readonly EndToEndTrainer _trainer;
    private readonly Tensor _images, _labels;

    private EigenTraining(nn.Module<Tensor, Tensor> network, long batch, long side, long classes)
    {
        (_images, _labels) = (randn(batch, 3, side, side), randint(0, classes, [batch]));
        network.train();
        _trainer = new EndToEndTrainer(network, new FactorOptimizer([.. network.parameters()], EigenLayers.Of(network), new SoftPenalty(1e-5), new OptimizerRecipe(OptimizerKind.AdamW, 1e-3), RateSchedule.Constant));
    }

    internal static EigenTraining ResNet18(long batch) => new(EigenNetworks.ResNet(18, 100), batch, 32, 100);

    /// <summary>The paper's vision transformer, two of its twelve layers.</summary>
    internal static EigenTraining EVit(long batch) => new(new EVit(new EVitOptions(Depth: 2, Layers: EigenNetworks.Layers)), batch, 224, 1000);

    internal override void Run(long count)
    {
        for (var i = 0L; i < count; i++) _trainer.Step(_images, _labels);
    }
}
