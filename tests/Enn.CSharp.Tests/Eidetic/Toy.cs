using Enn.Data;
using Enn.Eidetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eidetic;

/// <summary>A small MLP on made-up tasks: 12 inputs, two hidden layers, three classes a task.</summary>
internal static class Toy
{
    internal static EideticNetwork Network(int tasks, int width = 16, bool batchNorm = true, int layers = 1)
    {
        manual_seed(11);
        return new EideticNetwork(new Mlp(12, layers, width, batchNorm: batchNorm), [.. Enumerable.Range(0, tasks).Select(t => new EideticTask($"{t}", 3))]);
    }

    /// <summary>60 points around three centres that belong to the task.</summary>
    internal static Batch Batch(int task)
    {
        using var generator = new Generator((ulong)(100 + task));
        var centres = randn([3, 12], generator: generator) * 2;
        var labels = arange(60, ScalarType.Int64) % 3;
        return new Batch(centres.index_select(0, labels) + randn([60, 12], generator: generator), labels);
    }

    internal static TaskReport Learn(EideticNetwork network, int task, int steps = 3, double fraction = 0.3, int epochs = 3, bool last = false, Transfer? transfer = null,
        Batch? batch = null, ICriterion? criterion = null, Action<TrainingEvent>? observer = null) =>
        new TaskTrainer(network, new ScheduleOptions
        {
            MaxFitEpochs = epochs,
            Patience = epochs,
            Tolerance = 1,
            MaxPruningSteps = steps,
            RecoveryEpochs = 1,
            Criteria = [criterion ?? new LpNorm(2)],
            Steps = [new PruningStep(fraction)],
        }, p => optim.AdamW(p, 0.02, weight_decay: 0.01)).Train(task, _ => [batch ?? Batch(task)], transfer, last, observer: observer);

    /// <summary>A step of training on the task's points.</summary>
    internal static double Step(TaskPhase phase, optim.Optimizer optimizer)
    {
        var (x, y) = Batch(phase.Task);
        optimizer.zero_grad();
        var loss = phase.Loss(phase.forward(x), y);
        loss.backward();
        optimizer.step();
        return loss.ToDouble();
    }
}
