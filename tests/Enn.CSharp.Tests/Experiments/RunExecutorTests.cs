using Enn.Experiments;
using Enn.Tests.Training;
using Enn.Training;
using static TorchSharp.torch;

namespace Enn.Tests.Experiments;

/// <summary>Which runs are made, reused, resumed; what is recorded.</summary>
public class RunExecutorTests
{
    private sealed class Log : IRunObserver
    {
        internal List<string> Lines { get; } = [];
        internal Action<int>? AfterEpoch { get; init; }
        public void Started(PlannedRun run, int epochs, bool resumed) => Lines.Add($"{(resumed ? "resumed" : "started")} {run.Label}");
        public void Advanced(PlannedRun run, EpochRecord epoch, int done, int epochs) => AfterEpoch?.Invoke(done);
        public void Finished(PlannedRun run, RunRecord record) => Lines.Add($"finished {run.Label}");
        public void Reused(PlannedRun run, RunRecord record) => Lines.Add($"reused {run.Label}");
        public void Interrupted(PlannedRun run) => Lines.Add($"interrupted {run.Label}");
        public void Failed(PlannedRun run, Exception cause) => Lines.Add($"failed {run.Label}: {cause.Message}");
    }

    private static PlannedRun Toy(int seed, Action<int>? before = null) => new(
        new RunSettings([KeyValuePair.Create("seed", seed.ToString())]), $"toy{seed}", 4, 8, seed, () => new ToyProcess(seed, 4) { BeforeEpoch = before });

    private static (RunExecutor Executor, RunStore Store) In(TemporaryFolder folder, int concurrency = 2)
    {
        var store = new RunStore(folder["results.jsonl"]);
        return (new RunExecutor(store, folder["checkpoints"], CPU, concurrency), store);
    }

    [Fact]
    public void Finished_runs_are_recorded_and_reused()
    {
        using var folder = new TemporaryFolder();
        var (executor, store) = In(folder);
        var made = new Log();
        var first = executor.Run([Toy(0), Toy(1), Toy(0)], false, made, default);
        Assert.Equal(["finished toy0", "finished toy1", "started toy0", "started toy1"], made.Lines.Order());
        Assert.All(store.Read().Records, record => Assert.True(record is { Complete: true, EpochsRun: 4, EpochsProtocol: 8, Epochs.Count: 4 }));
        var log = new Log();
        var second = executor.Run([Toy(0), Toy(1)], false, log, default);
        Assert.Equal(["reused toy0", "reused toy1"], log.Lines);
        Assert.Equal(first[Toy(0).Settings].Metrics, second[Toy(0).Settings].Metrics);
        executor.Run([Toy(0)], rerun: true, new Log(), default);
        Assert.Equal(3, store.Read().Records.Count);
        Assert.False(File.Exists(Path.Combine(folder["checkpoints"], Toy(0).Settings.Key + ".safetensors")));
    }

    [Fact]
    public void What_is_only_looked_up_is_never_made()
    {
        using var folder = new TemporaryFolder();
        var (executor, store) = In(folder);
        executor.Run([Toy(0)], false, new Log(), default);
        foreach (var rerun in new[] { false, true })
        {
            var log = new Log();
            var records = executor.Run([Toy(0).Without("no data"), Toy(1).Without("no data")], rerun, log, default);
            Assert.Equal(["reused toy0"], log.Lines);
            Assert.Equal(Toy(0).Settings, Assert.Single(records).Key);
        }
        Assert.Single(store.Read().Records);
    }

    [Fact]
    public void An_interrupted_run_shows_no_result_and_resumes_to_the_same_numbers()
    {
        using var folder = new TemporaryFolder();
        using var undisturbed = new TemporaryFolder();
        var (executor, store) = In(folder, 1);
        using var cancel = new CancellationTokenSource();
        var log = new Log { AfterEpoch = done => { if (done == 2) cancel.Cancel(); } };
        var records = executor.Run([Toy(0)], false, log, cancel.Token);
        Assert.DoesNotContain(Toy(0).Settings, records.Keys);
        Assert.Contains("interrupted toy0", log.Lines);
        Assert.Null(store.Find(Toy(0).Settings));
        var again = new Log();
        var resumed = executor.Run([Toy(0)], false, again, default)[Toy(0).Settings];
        Assert.Equal(["resumed toy0", "finished toy0"], again.Lines);
        var whole = In(undisturbed).Executor.Run([Toy(0)], false, new Log(), default)[Toy(0).Settings];
        Assert.Equal(whole.Metrics, resumed.Metrics);
        Assert.Equal(whole.Epochs.Select(e => e.Metrics["loss"]), resumed.Epochs.Select(e => e.Metrics["loss"]));
    }

    [Fact]
    public void A_results_file_that_cannot_be_written_is_noticed_before_training()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        var executor = new RunExecutor(new RunStore(Path.Combine(folder["file"], "results.jsonl")), folder["checkpoints"], CPU, 1);
        var log = new Log();
        Assert.ThrowsAny<IOException>(() => executor.Run([Toy(0)], false, log, default));
        Assert.Empty(log.Lines);
    }

    [Fact]
    public void A_failing_run_is_told_and_the_others_go_on()
    {
        using var folder = new TemporaryFolder();
        var log = new Log();
        var records = In(folder, 1).Executor.Run([Toy(5, _ => throw new InvalidOperationException("broken")), Toy(0)], false, log, default);
        Assert.Contains("failed toy5: broken", log.Lines);
        Assert.Equal("0", Assert.Single(records).Key["seed"]);
    }

    [Fact]
    public void An_interrupted_run_keeps_beside_its_state_what_share_of_epochs_it_ran_and_records_nothing()
    {
        using var folder = new TemporaryFolder();
        var (executor, store) = In(folder, 1);
        using var cancel = new CancellationTokenSource();
        executor.Run([Toy(0, epoch => { if (epoch == 3) cancel.Cancel(); }) with { EpochsRun = 0.4 }], false, new Log(), cancel.Token);
        Assert.Empty(store.Read().Records);
        var record = RunRecordJson.Read(File.ReadAllText(Assert.Single(Directory.GetFiles(folder.Path, "*.json", SearchOption.AllDirectories))));
        Assert.False(record.Complete);
        Assert.Equal(0.3, record.EpochsRun, 12);
    }

    [Fact]
    public void Exclusive_runs_have_no_other_beside_them()
    {
        using var folder = new TemporaryFolder();
        var active = 0;
        var beside = new List<int>();
        PlannedRun Watched(int seed, bool exclusive) => Toy(seed, epoch =>
        {
            if (epoch == 0) Interlocked.Increment(ref active);
            if (exclusive) lock (beside) beside.Add(Volatile.Read(ref active));
            if (epoch == 3) Interlocked.Decrement(ref active);
        }) with
        { Exclusive = exclusive };
        var plan = Enumerable.Range(0, 8).Select(seed => Watched(seed, seed % 2 == 0)).ToList();
        Assert.Equal(8, In(folder, 4).Executor.Run(plan, false, new Log(), default).Count);
        Assert.Equal(Enumerable.Repeat(1, 16), beside);
    }

    [Fact]
    public void Concurrency_changes_no_number()
    {
        using var one = new TemporaryFolder();
        using var four = new TemporaryFolder();
        PlannedRun[] plan = [.. Enumerable.Range(0, 6).Select(seed => Toy(seed))];
        var alone = In(one, 1).Executor.Run(plan, false, new Log(), default);
        var together = In(four, 4).Executor.Run(plan, false, new Log(), default);
        foreach (var run in plan) Assert.Equal(alone[run.Settings].Metrics, together[run.Settings].Metrics);
    }
}
