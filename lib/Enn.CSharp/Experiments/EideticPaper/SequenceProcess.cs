using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Experiments.EideticPaper;

/// <summary>
/// A sequence of tasks, learned in turn, every learned task measured after each. The unit of <see cref="TrainingLoop"/> is a task, not a pass over its images: an
/// interrupted run goes on behind the last learned task.
/// </summary>
public sealed class SequenceProcess : IEpochProcess
{
    /// <summary>Final measurement: the mean over tasks of the test accuracy in the end, with the true task.</summary>
    public const string MeanAccuracy = "mean_accuracy";

    /// <summary>Final measurement: by how much accuracy fell since each task was learned, mean over all tasks but the last.</summary>
    public const string Forgetting = "forgetting";

    /// <summary>Final measurement: the largest change of any output of any task on its first test images since it was learned.</summary>
    public const string Drift = "drift";

    /// <summary>Final measurement: passes over images, of all tasks together.</summary>
    public const string Passes = "passes";

    /// <summary>Final measurement: the share of test images of all tasks whose task the learned head names.</summary>
    public const string RoutingAccuracy = "routing_accuracy";

    /// <summary>Final measurement: the mean over tasks of the accuracy with the task that the learned head names.</summary>
    public const string RoutedAccuracy = "routed_accuracy";

    /// <summary>Final measurement: the mean over tasks of the accuracy when they were just learned.</summary>
    public const string LearnedAccuracy = "learned_accuracy";

    /// <summary>
    /// Final measurement: the share of the body's weights that tasks own when the last task begins, which takes the rest. With a task's number: after that one. Only of Eidetic.
    /// </summary>
    public const string Owned = "owned";

    /// <summary>Final measurement, and with the task's number that of its own network: multiply-adds of the extracted networks, as a share of the whole network's. Only of Eidetic.</summary>
    public const string Work = "macs";

    /// <summary>With the task's number: pruning steps. Only of Eidetic.</summary>
    public const string PruningSteps = "pruning_steps";

    private const int TestBatch = 500, ProbeImages = 256;
    private const string ReferencePrefix = "reference.", LearnerPrefix = "learner.", MetricPrefix = "metric.";

    private readonly IReadOnlyList<TaskImages> _tasks;
    private readonly ISequenceLearner _learner;
    private readonly bool _routing, _dropout;
    private readonly long _seed;
    private readonly List<Tensor> _references = [];
    private readonly Dictionary<string, double> _metrics = [];

    /// <summary>A run at its start.</summary>
    /// <param name="choice">What to run.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="shape">Channels, height and width of an input.</param>
    /// <param name="seed">Of initial weights and everything that learners draw.</param>
    /// <param name="device">Where to run.</param>
    public SequenceProcess(SequenceChoice choice, IReadOnlyList<TaskImages> tasks, IReadOnlyList<long> shape, long seed, Device device)
    {
        (_tasks, _seed, _dropout) = (tasks, seed, choice.Network.Dropout > 0);
        _routing = choice is { Method: SequenceMethod.Eidetic, Routing: true };
        _learner = Learners.Create(choice, tasks, shape, seed, device);
    }

    /// <inheritdoc/>
    public int Epochs => _tasks.Count + (_routing ? 1 : 0);

    /// <summary>The metric of a task's test accuracy: after it and <paramref name="later"/> - <paramref name="task"/> further tasks were learned.</summary>
    public static string Accuracy(int task, int later) => $"accuracy_{task}_after_{later}";

    /// <summary>With the task's number behind it the metric of a layer's neurons that tasks own after it.</summary>
    public static string OwnedIn(int layer) => $"owned_neurons_in_{layer}";

    /// <summary>The metric of a class's accuracy in the end, with the true task.</summary>
    public static string Oracle(int number) => $"class_{number}_oracle";

    /// <summary>The metric of a class's accuracy in the end, with the task that the learned head names.</summary>
    public static string Learned(int number) => $"class_{number}_learned";

    /// <summary>The metric of the share of a task's images that the learned head takes for another's.</summary>
    public static string Routed(int task, int taken) => $"routed_{task}_as_{taken}";

    /// <inheritdoc/>
    public EpochRecord Run(int epoch, CancellationToken cancel)
    {
        // Dropout draws from the process's generator: a task's draws depend on the seed and its number alone, not on what ran before.
        if (_dropout) Seeds.WithGlobal(Seeds.Derive(_seed, epoch), () => 0);
        var learned = _learner.Learn(epoch, epoch < _tasks.Count ? _tasks[epoch].Train : TaskImages.Mixed(_tasks, task => task.Train), cancel);
        var metrics = new Dictionary<string, double>(learned.Details) { ["epochs"] = learned.Epochs, ["train_accuracy"] = learned.TrainAccuracy };
        if (epoch < _tasks.Count) MeasureAll(epoch, cancel);
        else MeasureRouting(cancel);
        _metrics[Passes] = _metrics.GetValueOrDefault(Passes) + learned.Epochs;
        foreach (var (name, value) in learned.Details) _metrics[$"{name}_{epoch}"] = value;
        metrics["test_accuracy"] = epoch < _tasks.Count ? _metrics[Accuracy(epoch, epoch)] : _metrics[RoutingAccuracy];
        return new EpochRecord(epoch < _tasks.Count ? "task" : "routing", epoch < _tasks.Count ? epoch + 1 : 1, metrics, 0);
    }

    /// <inheritdoc/>
    public Checkpoint Save()
    {
        using var grad = no_grad();
        var learner = _learner.Save();
        var tensors = learner.Tensors.ToDictionary(e => LearnerPrefix + e.Key, e => e.Value);
        for (var task = 0; task < _references.Count; task++) tensors[$"{ReferencePrefix}{task}"] = _references[task].cpu().clone();
        var values = learner.Values.ToDictionary(e => LearnerPrefix + e.Key, e => e.Value);
        foreach (var (name, value) in _metrics) values[MetricPrefix + name] = value.ToString("R");
        return new Checkpoint(tensors, values);
    }

    /// <inheritdoc/>
    public void Restore(Checkpoint checkpoint, int epoch)
    {
        _learner.Restore(new Checkpoint(NamedState.Part(checkpoint.Tensors, LearnerPrefix), NamedState.Part(checkpoint.Values, LearnerPrefix)));
        foreach (var (name, value) in NamedState.Part(checkpoint.Values, MetricPrefix)) _metrics[name] = double.Parse(value);
        for (var task = 0; checkpoint.Tensors.TryGetValue($"{ReferencePrefix}{task}", out var reference); task++) _references.Add(reference.clone().DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Finish()
    {
        var last = _tasks.Count - 1;
        double Final(int task) => _metrics[Accuracy(task, last)];
        var tasks = Enumerable.Range(0, _tasks.Count).ToList();
        var metrics = new Dictionary<string, double>(_metrics) { [MeanAccuracy] = tasks.Average(Final), [LearnedAccuracy] = tasks.Average(task => _metrics[Accuracy(task, task)]) };
        if (last > 0) metrics[Forgetting] = tasks.Take(last).Average(task => _metrics[Accuracy(task, task)] - Final(task));
        if (_metrics.ContainsKey($"{Owned}_{last}"))
            (metrics[Owned], metrics[Work]) = (_metrics.GetValueOrDefault($"{Owned}_{last - 1}"), tasks.Average(task => _metrics[$"{Work}_{task}"]));
        return metrics;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _learner.Dispose();
        foreach (var reference in _references) reference.Dispose();
    }

    private void MeasureAll(int latest, CancellationToken cancel)
    {
        using var grad = no_grad();
        for (var task = 0; task <= latest; task++)
        {
            var right = new long[_tasks[task].Classes];
            var all = new long[right.Length];
            foreach (var (inputs, labels) in _tasks[task].Measure(TestBatch, 0))
            {
                cancel.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                Count(_learner.Logits(inputs, task).argmax(1) - _learner.FirstOutput(task), labels, right, all);
            }
            _metrics[Accuracy(task, latest)] = (double)right.Sum() / all.Sum();
            for (var i = 0; i < right.Length; i++) _metrics[Oracle(ClassNumber(task, i))] = (double)right[i] / all[i];
            Probe(task);
        }
    }

    // The first time a task is met its outputs become the reference.
    private void Probe(int task)
    {
        foreach (var (inputs, _) in _tasks[task].Measure(ProbeImages, 0).Take(1))
        {
            using var scope = NewDisposeScope();
            var outputs = _learner.Logits(inputs, task).cpu();
            if (task == _references.Count) _references.Add(outputs.detach().clone().DetachFromDisposeScope());
            else _metrics[Drift] = Math.Max(_metrics.GetValueOrDefault(Drift), (outputs - _references[task]).abs().max().ToDouble());
        }
    }

    private void MeasureRouting(CancellationToken cancel)
    {
        using var grad = no_grad();
        double routed = 0, images = 0, accuracies = 0;
        for (var task = 0; task < _tasks.Count; task++)
        {
            var right = new long[_tasks[task].Classes];
            var all = new long[right.Length];
            var taken = new long[_tasks.Count];
            foreach (var (inputs, labels) in _tasks[task].Measure(TestBatch, 0))
            {
                cancel.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var chosen = _learner.Logits(inputs, _tasks.Count).argmax(1);
                foreach (var one in chosen.cpu().data<long>().ToArray()) taken[one]++;
                // A wrong task is a wrong class, whatever its head says.
                Count(where(chosen.eq(task), _learner.Logits(inputs, task).argmax(1), full_like(chosen, -1)), labels, right, all);
            }
            for (var other = 0; other < taken.Length; other++) _metrics[Routed(task, other)] = (double)taken[other] / taken.Sum();
            for (var i = 0; i < right.Length; i++) _metrics[Learned(ClassNumber(task, i))] = (double)right[i] / all[i];
            (routed, images, accuracies) = (routed + taken[task], images + taken.Sum(), accuracies + (double)right.Sum() / all.Sum());
        }
        (_metrics[RoutingAccuracy], _metrics[RoutedAccuracy]) = (routed / images, accuracies / _tasks.Count);
    }

    private static void Count(Tensor predicted, Tensor labels, long[] right, long[] all)
    {
        var (guesses, truths) = (predicted.cpu().data<long>().ToArray(), labels.cpu().data<long>().ToArray());
        for (var i = 0; i < truths.Length; i++)
        {
            all[truths[i]]++;
            if (guesses[i] == truths[i]) right[truths[i]]++;
        }
    }

    // Counted through where tasks share the numbers of their classes.
    private int ClassNumber(int task, int label) => _tasks.Take(task).Sum(t => t.Classes) + label;
}
