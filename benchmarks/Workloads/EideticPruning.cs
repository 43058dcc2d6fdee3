using Enn.Eidetic;

namespace Enn.Benchmarks.Workloads;

/// <summary>What tensors hold at the peak of a pruning step of 5 % beyond what they held before, as a share of the weights that train: it keeps the old ones for the way back.</summary>
internal sealed class EideticPruning : Workload
{
    internal override double Measure()
    {
        var phase = EideticNetworks.Large().Begin(0);
        var criterion = new LpNorm(2);
        var state = phase.parameters().Sum(parameter => parameter.numel()) * sizeof(float);
        return PeakMemory.Of(() => phase.Prune(new PruningStep(0.05).Choose(phase, criterion, criterion.Scores(phase, [])))) / state;
    }
}
