using Enn.Eidetic;
using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Experiments.EideticPaper;

/// <summary>The paper's method: train a task, prune it, own what is left, recycle the rest. A task beyond those of the sequence is the head that tells them apart.</summary>
internal sealed class EideticLearner : ISequenceLearner
{
    private readonly SequenceChoice _choice;
    private readonly EideticNetwork _network;
    private readonly TaskTrainer _trainer;
    private readonly long[] _sample;
    private readonly long _seed;

    /// <summary>A network without any training.</summary>
    internal EideticLearner(SequenceChoice choice, IReadOnlyList<TaskImages> tasks, IReadOnlyList<long> shape, long seed, Device device)
    {
        (_choice, _sample, _seed) = (choice, [.. shape], seed);
        var heads = tasks.Select(task => new EideticTask(task.Name, task.Classes));
        if (choice.Routing) heads = heads.Append(new EideticTask("which task", tasks.Count));
        _network = new EideticNetwork(Architecture(choice.Network, shape), heads).To(device);
        _trainer = new TaskTrainer(_network, new ScheduleOptions
        {
            MaxFitEpochs = choice.MaxEpochs ?? int.MaxValue, Patience = choice.Patience, Tolerance = choice.Tolerance, RecoveryEpochs = choice.Recovery, RateDivisor = choice.RateDivisor,
            Criteria = [Criterion(choice.Criterion, seed)], Steps = [new PruningStep(choice.Step)],
        }, parameters => optim.Adam(parameters, choice.Rate));
    }

    public Learned Learn(int task, Pass pass, CancellationToken cancel)
    {
        using var generator = new Generator((ulong)Seeds.Derive(_seed, task));
        var report = _trainer.Train(task, epoch => pass(_choice.Batch, epoch), new Transfer(_choice.Transfer), last: task == _network.Tasks.Count - 1, generator, cancel: cancel);
        var schedule = report.Schedule;
        using var own = _network.Extract(task);
        return new Learned(schedule.FitEpochs + schedule.RecoveryEpochs, schedule.Best)
        {
            Details = new Dictionary<string, double>(Capacity())
            {
                [SequenceProcess.PruningSteps] = schedule.PruningSteps,
                [SequenceProcess.Owned] = _network.Capacity(_choice.Transfer).OwnedFraction,
                [SequenceProcess.Work] = (double)own.MultiplyAdds(_sample) / _network.MultiplyAdds(task, _sample),
            },
        };
    }

    public Tensor Logits(Tensor inputs, int task) => _network.Logits(task, inputs);

    public int FirstOutput(int task) => 0;

    public Checkpoint Save() => _network.ToCheckpoint();

    public void Restore(Checkpoint checkpoint) => _network.FromCheckpoint(checkpoint);

    public void Dispose() => _network.Dispose();

    private static IArchitecture Architecture(NetworkChoice choice, IReadOnlyList<long> shape)
    {
        var (channels, values) = ((int)shape[0], (int)shape.Aggregate(1L, (product, size) => product * size));
        return choice.Kind switch
        {
            // The official count of layers leaves out the first.
            "mlp" => new Mlp(values, choice.Layers - 1, choice.Width, choice.Dropout, choice.BatchNorm),
            "convnet" => new ConvNet(channels, choice.Layers, choice.Width, choice.Dropout, choice.BatchNorm),
            "resnet18" => new ResNet(ResNetOptions.ResNet18(channels) with { LowResolution = shape[1] <= 64 }),
            "resnet34" => new ResNet(ResNetOptions.ResNet34(channels) with { LowResolution = shape[1] <= 64 }),
            "resnet50" => new ResNet(ResNetOptions.ResNet50(channels) with { LowResolution = shape[1] <= 64 }),
            _ => throw new ArgumentException($"There is no network '{choice.Kind}'.", nameof(choice)),
        };
    }

    private static ICriterion Criterion(string name, long seed) => name switch
    {
        "l1" => new LpNorm(1),
        "l2" => new LpNorm(2),
        "taylor" => new TaylorExpansion(),
        "random" => new RandomScores(seed),
        _ => throw new ArgumentException($"There is no criterion '{name}'.", nameof(name)),
    };

    // Neurons that are owned, layer by layer.
    private IEnumerable<KeyValuePair<string, double>> Capacity() =>
        _network.Groups.Select((group, layer) => KeyValuePair.Create(SequenceProcess.OwnedIn(layer), (double)(group.Size - group.Free().Length)));
}
