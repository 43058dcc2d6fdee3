using Enn.Eidetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Benchmarks.Workloads;

/// <summary>How far a pruning step of 5 % raises the resident peak (VmHWM), as a share of the weights that train: it keeps the old ones for the way back.</summary>
internal sealed class EideticPruning : Workload
{
    internal override double Measure()
    {
        // What a first step loads and compiles is not its memory.
        using (var small = EideticNetworks.Mlp()) Prune(small.Begin(0));
        var phase = EideticNetworks.Large().Begin(0);
        var state = phase.parameters().Sum(parameter => parameter.numel()) * sizeof(float) / 1024.0;
        var before = ResidentMemory.Peak;
        var room = before - ResidentMemory.Now;
        // The peak so far must not hide this one's.
        using var filled = ones((long)(Math.Max(room, 0) / sizeof(float) * 1024) + 1);
        before = ResidentMemory.Peak;
        Prune(phase);
        return (ResidentMemory.Peak - before) / state;
    }

    private static void Prune(TaskPhase phase)
    {
        var criterion = new LpNorm(2);
        phase.Prune(new PruningStep(0.05).Choose(phase, criterion, criterion.Scores(phase, [])));
    }
}
