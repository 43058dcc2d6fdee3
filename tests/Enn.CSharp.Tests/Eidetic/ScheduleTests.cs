using Enn.Eidetic;

namespace Enn.CSharp.Tests.Eidetic;

/// <summary>The schedule as a machine: scripted accuracies in, epochs, steps and restores out.</summary>
public class ScheduleTests
{
    private sealed class Script(IEnumerable<double> accuracies, Func<int, int>? prune = null, double maskPerStep = 0.01) : ITrainingSteps
    {
        private readonly Queue<double> _left = new(accuracies);
        private double _last;

        public List<string> Log { get; } = [];
        public int Epochs => Log.Count(entry => entry == "epoch");
        public double Masked { get; private set; }

        public double Epoch()
        {
            Log.Add("epoch");
            return _last = _left.TryDequeue(out var next) ? next : _last;
        }

        public int Prune(int number)
        {
            var taken = prune?.Invoke(number) ?? 1;
            if (taken > 0) Log.Add("prune");
            if (taken > 0) Masked += maskPerStep;
            return taken;
        }

        public void Restore() => Log.Add("restore");

        public void DivideRate(double divisor) => Log.Add($"rate/{divisor}");
    }

    private static readonly ScheduleOptions Options = new() { Patience = 2, Tolerance = 0.1, RecoveryEpochs = 2, MaxPruningSteps = 20 };

    [Fact]
    public void A_perfect_first_epoch_is_followed_by_one_more()
    {
        var script = new Script([1, 1]);
        var report = new TaskSchedule(Options with { RateDivisor = 2 }).Run(script, prune: false);
        Assert.Equal(["epoch", "rate/2", "epoch"], script.Log);
        Assert.Equal(new ScheduleReport(2, 0, 0, 1, PruningEnd.NotPruned), report);
    }

    [Fact]
    public void A_plateau_at_the_best_ends()
    {
        // Defect D16: the official loop went on for ever where the accuracy stayed exactly at its best below 1.
        var script = new Script([0.5]);
        Assert.Equal(5, new TaskSchedule(Options).Run(script, prune: false).FitEpochs);
    }

    [Fact]
    public void Fitting_ends_at_its_limit()
    {
        var script = new Script(Enumerable.Range(1, 1000).Select(i => i / 2000.0));
        var report = new TaskSchedule(Options with { MaxFitEpochs = 7, RateDivisor = 10 }).Run(script, prune: false);
        Assert.Equal((7, 7), (report.FitEpochs, script.Epochs));
        Assert.Single(script.Log, "rate/10");
    }

    [Fact]
    public void A_step_that_never_recovers_is_undone()
    {
        var script = new Script([0.9, 1, 1, /* pruned */ 0.5, 0.95, /* pruned */ 0.2, 0.3]);
        var report = new TaskSchedule(Options).Run(script);
        Assert.Equal(["epoch", "epoch", "epoch", "prune", "epoch", "epoch", "prune", "epoch", "epoch", "restore"], script.Log);
        Assert.Equal(new ScheduleReport(3, 4, 1, 1, PruningEnd.NotRecovered), report);
    }

    [Fact]
    public void Recovery_at_the_last_epoch_counts_and_a_risen_best_tightens_the_bar()
    {
        // Best 0.8 rises to 1 in the first recovery, so that 0.85, enough before, is a failure after.
        var script = new Script([0.8, 0.8, 0.8, 0.8, 0.8, 1.0, 0.85, 0.85]);
        var report = new TaskSchedule(Options with { MaxFitEpochs = 5 }).Run(script);
        Assert.Equal(PruningEnd.NotRecovered, report.End);
        Assert.Equal((1, 1.0), (report.PruningSteps, report.Best));
    }

    [Fact]
    public void The_epoch_after_the_decision_to_stop_does_not_raise_the_bar()
    {
        var script = new Script([0.5, 0.5, 0.5, 0.5, /* the extra one */ 0.9, /* recovered against 0.5 */ 0.8]);
        var report = new TaskSchedule(Options with { MaxPruningSteps = 1 }).Run(script);
        Assert.Equal((5, 1, PruningEnd.MaxSteps), (report.FitEpochs, report.PruningSteps, report.End));
    }

    [Fact]
    public void Nothing_to_prune_ends_it_without_a_restore()
    {
        // Defect D17: steps that took nothing went on for ever.
        var script = new Script([1], prune: number => number < 3 ? 2 : 0);
        var report = new TaskSchedule(Options).Run(script);
        Assert.Equal((3, PruningEnd.NothingLeft), (report.PruningSteps, report.End));
        Assert.DoesNotContain("restore", script.Log);
    }

    [Fact]
    public void The_masking_limit_keeps_the_last_good_step()
    {
        // Defect D18: the official loop threw it away.
        var script = new Script([1], maskPerStep: 0.3);
        var report = new TaskSchedule(Options with { MaxMasked = 0.5 }).Run(script);
        Assert.Equal((2, PruningEnd.MaxMasked), (report.PruningSteps, report.End));
        Assert.DoesNotContain("restore", script.Log);
    }

    [Fact]
    public void Pruning_ends_at_its_limit()
    {
        var report = new TaskSchedule(Options).Run(new Script([1]));
        Assert.Equal((20, PruningEnd.MaxSteps), (report.PruningSteps, report.End));
    }

    [Fact]
    public void Without_a_tolerance_or_for_the_last_task_nothing_is_pruned()
    {
        var script = new Script([1]);
        Assert.Equal(PruningEnd.NotPruned, new TaskSchedule(Options with { Tolerance = null }).Run(script).End);
        Assert.Equal(PruningEnd.NotPruned, new TaskSchedule(Options).Run(script, prune: false).End);
        Assert.DoesNotContain("prune", script.Log);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused() =>
        Assert.All([Options with { RecoveryEpochs = 0 }, Options with { MaxFitEpochs = 0 }, Options with { Criteria = [] }, Options with { Steps = [] },
            Options with { Tolerance = -1 }, Options with { Tolerance = double.NaN }, Options with { Patience = -1 }, Options with { RateDivisor = -1 }, Options with { MaxMasked = 0 }],
            options => Assert.Throws<InvalidOperationException>(() => new TaskSchedule(options).Run(new Script([1]))));

    [Fact]
    public void Criteria_and_steps_go_round_in_lock_step()
    {
        var events = new List<int>();
        var network = Toy.Network(tasks: 1, width: 100);
        var trainer = new TaskTrainer(network, new ScheduleOptions
        {
            MaxFitEpochs = 1,
            Tolerance = 1,
            MaxPruningSteps = 4,
            Criteria = [new LpNorm(), new RandomScores()],
            Steps = [new PruningStep(0.1) { Constant = true }, new PruningStep(0.2) { Constant = true }],
        }, p => TorchSharp.torch.optim.SGD(p, 0.01));
        trainer.Train(0, _ => [Toy.Batch(0)], observer: e =>
        {
            if (e.Stage == "prune") events.Add(e.Pruned);
        });
        Assert.Equal([20, 40, 20, 40], events);
    }

    [Fact]
    public void The_first_step_is_made_whatever_the_epoch_before_it_gave()
    {
        var script = new Script([1, /* the extra one */ 0.2, /* recovered */ 1]);
        var report = new TaskSchedule(Options with { MaxPruningSteps = 1 }).Run(script);
        Assert.Equal((1, PruningEnd.MaxSteps), (report.PruningSteps, report.End));
    }

    [Fact]
    public void A_step_after_which_training_diverges_is_undone_whatever_the_tolerance()
    {
        var script = new Script([0, double.NegativeInfinity]);
        Assert.Equal(PruningEnd.NotRecovered, new TaskSchedule(Options with { MaxFitEpochs = 1, Tolerance = 1 }).Run(script).End);
        Assert.Equal("restore", script.Log[^1]);

        // For real: the recovery's only step comes after its loss, and makes weights infinite.
        var (network, optimizers) = (Toy.Network(tasks: 1), 0);
        var options = new ScheduleOptions { MaxFitEpochs = 2, Tolerance = 1, RecoveryEpochs = 1, MaxPruningSteps = 1 };
        var report = new TaskTrainer(network, options, p => TorchSharp.torch.optim.SGD(p, optimizers++ == 0 ? 0.01 : 1e39)).Train(0, _ => [Toy.Batch(0)]);
        Assert.Equal((0, 1, PruningEnd.NotRecovered), (report.Schedule.PruningSteps, report.Schedule.RecoveryEpochs, report.Schedule.End));
        Assert.All(network.Groups, g => Assert.Equal(16, g.Owned(0)));
        Assert.True(network.Logits(0, Toy.Batch(0).Inputs).isfinite().all().item<bool>());
    }
}
