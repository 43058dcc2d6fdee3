using Enn.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Eidetic;

/// <summary>What a training of a task reports as it goes.</summary>
/// <param name="Stage">fit, prune, recover, restore or seal.</param>
/// <param name="Epoch">Epochs so far.</param>
/// <param name="Accuracy">Of the last epoch on the training data, over the task's classes.</param>
/// <param name="Loss">The last epoch's mean.</param>
/// <param name="Masked">The share of weights that pruning has taken out.</param>
/// <param name="Pruned">Neurons that this pruning step took.</param>
public sealed record TrainingEvent(string Stage, int Epoch, double Accuracy, double Loss, double Masked, int Pruned);

/// <summary>What the training of a task came to.</summary>
/// <param name="Task">The task.</param>
/// <param name="Schedule">Epochs, steps, best accuracy.</param>
/// <param name="Masked">The share of weights taken out when it was sealed.</param>
public sealed record TaskReport(int Task, ScheduleReport Schedule, double Masked);

/// <summary>
/// Trains tasks by the paper's schedule, with a new optimizer for each task and after each pruning step: the smaller network's weights are new tensors. (The official
/// code keeps the moments of what is left.)
/// </summary>
/// <param name="network">The network.</param>
/// <param name="options">The schedule.</param>
/// <param name="optimizer">Makes an optimizer for the parameters of a phase.</param>
public sealed class TaskTrainer(EideticNetwork network, ScheduleOptions options, Func<IEnumerable<Parameter>, optim.Optimizer> optimizer)
{
    /// <summary>Begins, trains, prunes and seals a task.</summary>
    /// <param name="task">Which.</param>
    /// <param name="batches">The training data of an epoch, counted from 0; also what data-driven criteria look at. Where a batch normalisation sees one value a
    /// channel, each batch needs two samples.</param>
    /// <param name="transfer">What new neurons read of old ones; null for everything.</param>
    /// <param name="last">A last task is not pruned: it takes all that is left.</param>
    /// <param name="generator">Where weights are drawn from; null for the default generator.</param>
    /// <param name="observer">Told of each epoch and step.</param>
    /// <param name="cancel">Ends the training early; the task is abandoned and its neurons are free again.</param>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    /// <exception cref="InvalidOperationException">The training diverged, or had no data; the task is abandoned.</exception>
    /// <exception cref="ArgumentException">A label is none of the task's classes; the task is abandoned.</exception>
    public TaskReport Train(int task, Func<int, IEnumerable<Batch>> batches, Transfer? transfer = null, bool last = false, Generator? generator = null,
        Action<TrainingEvent>? observer = null, CancellationToken cancel = default)
    {
        network.Begin(task, transfer, generator);
        using var training = new Training(network, options, optimizer, batches, observer, cancel);
        try
        {
            var schedule = new TaskSchedule(options).Run(training, !last);
            var masked = training.Masked;
            using var phase = network.Active!;
            phase.Seal();
            training.Tell("seal", 0);
            return new TaskReport(task, schedule, masked);
        }
        catch
        {
            network.Abandon();
            throw;
        }
    }

    private sealed class Training(EideticNetwork network, ScheduleOptions options, Func<IEnumerable<Parameter>, optim.Optimizer> make, Func<int, IEnumerable<Batch>> batches,
        Action<TrainingEvent>? observer, CancellationToken cancel) : ITrainingSteps, IDisposable
    {
        private optim.Optimizer? _optimizer;
        private TaskPhase? _snapshot;
        private double _divisor = 1, _accuracy, _loss;
        private int _epoch, _steps, _pruned;

        public double Masked => network.Active?.Masked() ?? 0;

        public double Epoch()
        {
            var phase = network.Active!;
            phase.train();
            // No scope around the loop: it would keep what the caller's batches are made of.
            var criterion = options.Criteria[_steps % options.Criteria.Count] as TrainingTaylor;
            using var recorder = criterion is null ? null : new ScoreRecorder(phase);
            using var right = zeros([], ScalarType.Int64, network.Device);
            using var loss = zeros([], ScalarType.Float64, network.Device);
            var images = 0L;
            foreach (var batch in batches(_epoch))
            {
                cancel.ThrowIfCancellationRequested();
                using var step = NewDisposeScope();
                _optimizer ??= Make(phase);
                _optimizer.zero_grad();
                var logits = phase.Compute(batch.Inputs, recorder is null ? null : recorder.Tap);
                var error = phase.Loss(logits, batch.Labels);
                error.backward();
                recorder?.Collect();
                _optimizer.step();
                using var _ = no_grad();
                right.add_(network.Tasks[phase.Task].Predict(logits.detach()).eq(batch.Labels).sum());
                loss.add_(error.detach() * batch.Labels.numel());
                images += batch.Labels.numel();
            }
            if (images == 0) throw new InvalidOperationException($"Task {phase.Task} has no training data in epoch {_epoch}.");
            (_accuracy, _loss) = (right.ToInt64() / (double)images, loss.ToDouble() / images);
            _epoch++;
            criterion?.Take(phase, recorder!);
            Tell(_pruned == 0 ? "fit" : "recover", 0);
            // The last step may have ruined what the loss has not seen any more.
            if (double.IsFinite(_loss) && phase.IsFinite) return _accuracy;
            // A pruning step after which training diverges is one that it does not recover from.
            if (_pruned > 0) return double.NegativeInfinity;
            throw new InvalidOperationException($"Task {phase.Task} diverges: after epoch {_epoch} the loss or a weight is not finite. Lower the learning rate, or look for infinite inputs.");
        }

        public int Prune(int number)
        {
            var phase = network.Active!;
            var criterion = options.Criteria[number % options.Criteria.Count];
            var chosen = options.Steps[number % options.Steps.Count].Choose(phase, criterion, criterion.Scores(phase, criterion.NeedsData ? batches(_epoch) : []));
            var count = chosen.Values.Sum(neurons => neurons.Count);
            if (count == 0) return 0;
            _snapshot?.Dispose();
            _snapshot = phase;
            phase.Prune(chosen);
            Forget();
            _steps = number + 1;
            _pruned += count;
            Tell("prune", count);
            return count;
        }

        public void Restore()
        {
            using var failed = network.Active!;
            network.Restore(_snapshot!);
            _snapshot = null;
            Forget();
            Tell("restore", 0);
        }

        public void DivideRate(double divisor)
        {
            _divisor *= divisor;
            if (_optimizer is null) return;
            foreach (var group in _optimizer.ParamGroups) group.LearningRate /= divisor;
        }

        public void Tell(string stage, int pruned) => observer?.Invoke(new TrainingEvent(stage, _epoch, _accuracy, _loss, Masked, pruned));

        public void Dispose()
        {
            _optimizer?.Dispose();
            _snapshot?.Dispose();
        }

        private optim.Optimizer Make(TaskPhase phase)
        {
            var made = make(phase.parameters());
            foreach (var group in made.ParamGroups) group.LearningRate /= _divisor;
            return made;
        }

        private void Forget()
        {
            _optimizer?.Dispose();
            _optimizer = null;
        }
    }
}
