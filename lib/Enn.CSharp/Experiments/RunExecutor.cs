using System.Collections.Concurrent;
using Enn.Training;
using static TorchSharp.torch;

namespace Enn.Experiments;

/// <summary>
/// Makes the runs that are not yet recorded, several at a time, and records them. Each run has a thread of its own and always the same number of operator
/// threads, so its result does not depend on what runs beside it: for nets as small as these, two runs of one thread get twice as far as one of two. Runs that
/// draw from the process's random generator while they train come after the others, one at a time.
/// </summary>
/// <param name="store">Where finished runs are found and recorded.</param>
/// <param name="checkpoints">The folder of unfinished runs, named by their settings' keys: states (.safetensors), and what they have measured (.json).</param>
/// <param name="device">Where runs compute.</param>
/// <param name="concurrency">Runs at a time.</param>
public sealed class RunExecutor(RunStore store, string checkpoints, Device device, int concurrency)
{
    /// <summary>Operator threads of a run on the CPU.</summary>
    public const int ThreadsPerRun = 1;

    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(2);

    /// <summary>Makes what is missing of a plan.</summary>
    /// <param name="plan">The runs; equal settings count once.</param>
    /// <param name="rerun">Make all of them anew, whatever is recorded; not those that are only looked up.</param>
    /// <param name="observer">Is told of progress.</param>
    /// <param name="cancel">Interrupts: unfinished runs keep their checkpoints, and the next call goes on from them.</param>
    /// <returns>The complete record of all settings that have one.</returns>
    public IReadOnlyDictionary<RunSettings, RunRecord> Run(IReadOnlyList<PlannedRun> plan, bool rerun, IRunObserver observer, CancellationToken cancel)
    {
        var turns = new Lock();
        var records = new Dictionary<RunSettings, RunRecord>();
        var todo = new List<PlannedRun>();
        var known = store.Complete();
        foreach (var run in plan.DistinctBy(run => run.Settings))
        {
            if ((!rerun || run.OnlyRecorded) && known.TryGetValue(run.Settings, out var record))
            {
                records.Add(run.Settings, record);
                observer.Reused(run, record);
            }
            else if (!run.OnlyRecorded) todo.Add(run);
        }

        if (todo.Count > 0) store.CheckWritable();
        WorkOff(todo.Where(run => !run.Exclusive), concurrency);
        WorkOff(todo.Where(run => run.Exclusive), 1);
        return records;

        void WorkOff(IEnumerable<PlannedRun> runs, int atOnce)
        {
            var queue = new ConcurrentQueue<PlannedRun>(runs.OrderByDescending(run => run.Cost));
            var workers = Enumerable.Range(0, Math.Min(atOnce, queue.Count)).Select(_ => new Thread(() => Work(queue))).ToList();
            foreach (var worker in workers) worker.Start();
            foreach (var worker in workers) worker.Join();
        }

        void Tell(Action<IRunObserver> what)
        {
            lock (turns) what(observer);
        }

        void Work(ConcurrentQueue<PlannedRun> queue)
        {
            set_num_threads(ThreadsPerRun);
            while (!cancel.IsCancellationRequested && queue.TryDequeue(out var run))
            {
                try
                {
                    if (Make(run, rerun, Tell, cancel) is { } record) lock (turns) records.Add(run.Settings, record);
                }
                catch (Exception error) when (error is not OutOfMemoryException)
                {
                    Tell(o => o.Failed(run, error));
                }
            }
        }
    }

    private RunRecord? Make(PlannedRun run, bool rerun, Action<Action<IRunObserver>> tell, CancellationToken cancel)
    {
        var loop = new TrainingLoop(Path.Combine(checkpoints, run.Settings.Key + ".safetensors"), SaveEvery);
        var interrupted = Path.Combine(checkpoints, run.Settings.Key + ".json");
        if (rerun) loop.Forget();
        var resumed = loop.Saved;
        using var process = run.Start();
        tell(o => o.Started(run, process.Epochs, resumed));
        var done = 0;
        var outcome = loop.Run(process, epoch => tell(o => o.Advanced(run, epoch, ++done, process.Epochs)), cancel);
        var record = new RunRecord
        {
            Settings = run.Settings,
            Complete = outcome.Complete,
            EpochsRun = !outcome.Complete ? run.EpochsRun * outcome.Epochs.Count / process.Epochs : run.EpochsMetric is { } counter ? outcome.Metrics[counter] : run.EpochsRun,
            EpochsProtocol = run.EpochsProtocol,
            Seconds = outcome.Seconds,
            Metrics = outcome.Metrics,
            Epochs = outcome.Epochs,
            Environment = RunEnvironment.Now(device, ThreadsPerRun),
            Finished = DateTime.UtcNow,
        };
        if (!record.Complete)
        {
            // Beside the state: the recorded runs are for what came to its end.
            Directory.CreateDirectory(checkpoints);
            File.WriteAllText(interrupted, RunRecordJson.Write(record) + "\n");
            tell(o => o.Interrupted(run));
            return null;
        }
        store.Append(record);
        loop.Forget();
        if (File.Exists(interrupted)) File.Delete(interrupted);
        tell(o => o.Finished(run, record));
        return record;
    }
}
