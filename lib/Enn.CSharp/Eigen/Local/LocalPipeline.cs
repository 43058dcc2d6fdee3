using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// Local learning as a pipeline: each stage is a thread that owns consecutive units and works through the batches in order. A unit needs its own state after the batch
/// before, and the features of this batch, which the unit before computed with its state after the batch before: no arrow points backwards, so every
/// number is that of the sequential schedule, bit for bit. Features travel on as soon as they are computed, before their unit's own backward pass.
/// </summary>
/// <param name="learners">The units, first to last. Dropout would draw from the process's one generator in an order that threads decide.</param>
/// <param name="plan">Their spread over threads.</param>
public sealed class LocalPipeline(IReadOnlyList<LocalLearner> learners, PipelinePlan plan)
{
    private sealed record Work(int Batch, Tensor Features, Tensor Labels) : IDisposable
    {
        public void Dispose()
        {
            Features.Dispose();
            Labels.Dispose();
        }
    }

    /// <summary>Called by a stage's thread before each of its batches, with stage and batch: lets tests delay and fail stages.</summary>
    internal Action<int, int>? BeforeBatch { get; init; }

    /// <summary>Works through the batches and drains the pipeline.</summary>
    /// <param name="batches">Enumerated on the calling thread, where all random transforms are made.</param>
    /// <param name="cancel">Stops all stages.</param>
    /// <returns>Each batch's cross-entropies, one a unit.</returns>
    /// <exception cref="ArgumentException">The plan does not cover the units.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<double[]> Run(IEnumerable<(Tensor X, Tensor Y)> batches, CancellationToken cancel = default)
    {
        if (plan.Stages.Sum() != learners.Count || plan.Stages.Any(count => count < 1))
            throw new ArgumentException($"Stages of {string.Join(", ", plan.Stages)} units do not make up {learners.Count} units.", nameof(batches));
        var losses = new ConcurrentDictionary<int, double[]>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var queues = plan.Stages.Select(_ => new BlockingCollection<Work>(plan.QueueDepth)).ToList();
        ExceptionDispatchInfo? failure = null;
        var ownThreads = get_num_threads();

        void Guarded(Action body)
        {
            try
            {
                body();
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Another stage failed, or the caller has had enough.
            }
            catch (Exception error)
            {
                // The first failure is the one that the caller hears of; it stops the others.
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(error), null);
                stop.Cancel();
            }
        }

        var first = 0;
        var threads = plan.Stages.Select((count, stage) =>
        {
            var own = learners.Skip((first += count) - count).Take(count).ToList();
            var offset = first - count;
            var next = stage + 1 < queues.Count ? queues[stage + 1] : null;
            return new Thread(() => Guarded(() =>
            {
                set_num_threads(plan.ThreadsPerStage);
                try
                {
                    foreach (var work in queues[stage].GetConsumingEnumerable(stop.Token)) Pass(stage, own, offset, work, next, losses, stop.Token);
                }
                finally
                {
                    next?.CompleteAdding();
                }
            }))
            { IsBackground = true, Name = $"stage {stage}" };
        }).ToList();
        foreach (var thread in threads) thread.Start();
        Guarded(() => Feed(batches, queues[0], losses, stop.Token));
        queues[0].CompleteAdding();
        foreach (var thread in threads) thread.Join();
        // The stages' number of operator threads is their own but for that of a BLAS library, which has one for the whole process.
        set_num_threads(ownThreads);
        foreach (var queue in queues)
        {
            while (queue.TryTake(out var left)) left.Dispose();
            queue.Dispose();
        }
        failure?.Throw();
        cancel.ThrowIfCancellationRequested();
        return [.. Enumerable.Range(0, losses.Count).Select(batch => losses[batch])];
    }

    private void Feed(IEnumerable<(Tensor X, Tensor Y)> batches, BlockingCollection<Work> queue, ConcurrentDictionary<int, double[]> losses, CancellationToken stop)
    {
        var batch = 0;
        foreach (var (x, y) in batches)
        {
            losses[batch] = new double[learners.Count];
            // Handles of our own: the caller may dispose its tensors when the next batch is asked for.
            Send(queue, new Work(batch++, x.detach().DetachFromDisposeScope(), y.detach().DetachFromDisposeScope()), stop);
        }
    }

    private void Pass(int stage, List<LocalLearner> own, int offset, Work work, BlockingCollection<Work>? next, ConcurrentDictionary<int, double[]> losses, CancellationToken stop)
    {
        BeforeBatch?.Invoke(stage, work.Batch);
        var features = work.Features;
        try
        {
            for (var i = 0; i < own.Count; i++)
            {
                stop.ThrowIfCancellationRequested();
                Tensor? output = null;
                var last = i + 1 == own.Count;
                var loss = own[i].Step(features, work.Labels, !last ? tensor => output = tensor
                    : next is null ? null
                    : tensor => Send(next, new Work(work.Batch, tensor, work.Labels.detach().DetachFromDisposeScope()), stop));
                losses[work.Batch][offset + i] = loss;
                if (last) continue;
                features.Dispose();
                features = output!;
            }
        }
        finally
        {
            features.Dispose();
            work.Dispose();
        }
    }

    private static void Send(BlockingCollection<Work> queue, Work work, CancellationToken stop)
    {
        try
        {
            queue.Add(work, stop);
        }
        catch
        {
            work.Dispose();
            throw;
        }
    }
}
