namespace Enn.Eidetic;

/// <summary>Why pruning ended.</summary>
public enum PruningEnd
{
    /// <summary>It was not asked for.</summary>
    NotPruned,

    /// <summary>The last step could not be recovered from and was undone.</summary>
    NotRecovered,

    /// <summary>Nothing was left to take.</summary>
    NothingLeft,

    /// <summary>More weights are out than the options allow.</summary>
    MaxMasked,

    /// <summary>As many steps as the options allow.</summary>
    MaxSteps,
}

/// <summary>What a schedule did.</summary>
/// <param name="FitEpochs">Epochs before pruning.</param>
/// <param name="RecoveryEpochs">Epochs between pruning steps.</param>
/// <param name="PruningSteps">Steps that stayed.</param>
/// <param name="Best">The best training accuracy.</param>
/// <param name="End">Why pruning ended.</param>
public sealed record ScheduleReport(int FitEpochs, int RecoveryEpochs, int PruningSteps, double Best, PruningEnd End);

/// <summary>
/// The paper's training of one task: fit until the accuracy stops rising, then prune and recover in turn until a step costs more than the tolerance; that step is
/// undone. Unlike the official loop it always ends: on a plateau, when a step finds nothing to prune, and at the options' limits; and a step that was recovered from
/// is never undone.
/// </summary>
public sealed class TaskSchedule(ScheduleOptions options)
{
    /// <summary>Runs it.</summary>
    /// <param name="steps">The training.</param>
    /// <param name="prune">False for a last task, which takes all that is left.</param>
    /// <exception cref="InvalidOperationException">Options that make no sense.</exception>
    public ScheduleReport Run(ITrainingSteps steps, bool prune = true)
    {
        if (options.RecoveryEpochs < 1 || options.MaxFitEpochs < 1 || options.Criteria.Count == 0 || options.Steps.Count == 0)
            throw new InvalidOperationException("A schedule needs at least one epoch of fitting, one of recovery, one criterion and one step size.");
        if (options.Tolerance is not (null or (>= 0 and <= 1)) || options.Patience < 0 || options.RateDivisor is not >= 0 || options.MaxMasked is not (> 0 and <= 1))
            throw new InvalidOperationException("A tolerance and a masked share lie between 0 and 1 (no tolerance: null), patience and the rate's divisor are not negative.");
        var (fitEpochs, best) = Fit(steps);
        return prune && options.Tolerance is { } tolerance
            ? Prune(steps, tolerance, fitEpochs, best)
            : new ScheduleReport(fitEpochs, 0, 0, best, PruningEnd.NotPruned);
    }

    private (int Epochs, double Best) Fit(ITrainingSteps steps)
    {
        var (best, bestEpoch, stop) = (0.0, 0, false);
        for (var epoch = 1; ; epoch++)
        {
            var accuracy = steps.Epoch();
            // One epoch follows the decision to stop, as in the official loop; it is the first with the lower rate and does not raise the bar for pruning.
            if (stop) return (epoch, best);
            var gained = accuracy > best + options.MinimumGain;
            if (gained) bestEpoch = epoch;
            best = Math.Max(best, accuracy);
            if (epoch >= options.MaxFitEpochs)
            {
                Slow(steps);
                return (epoch, best);
            }
            stop = accuracy >= 1 || (!gained && epoch - bestEpoch > options.Patience);
            if (stop) Slow(steps);
        }
    }

    private void Slow(ITrainingSteps steps)
    {
        if (options.RateDivisor is not (0 or 1)) steps.DivideRate(options.RateDivisor);
    }

    private ScheduleReport Prune(ITrainingSteps steps, double tolerance, int fitEpochs, double best)
    {
        var recoveryEpochs = 0;
        for (var step = 0; ; step++)
        {
            ScheduleReport Report(PruningEnd end) => new(fitEpochs, recoveryEpochs, step, best, end);
            if (step >= options.MaxPruningSteps) return Report(PruningEnd.MaxSteps);
            if (steps.Masked > options.MaxMasked) return Report(PruningEnd.MaxMasked);
            if (steps.Prune(step) == 0) return Report(PruningEnd.NothingLeft);
            var recovered = false;
            for (var epoch = 0; epoch < options.RecoveryEpochs && !recovered; epoch++)
            {
                var accuracy = steps.Epoch();
                recoveryEpochs++;
                recovered = accuracy >= best * (1 - tolerance);
                best = Math.Max(best, accuracy);
            }
            if (recovered) continue;
            steps.Restore();
            return Report(PruningEnd.NotRecovered);
        }
    }
}
