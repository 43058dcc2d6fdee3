using System.Runtime.InteropServices;
using Enn.Eigen;
using Enn.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eigen;

/// <summary>The pipeline against the sequential schedule.</summary>
public class PipelineTests
{
    private const int Units = 10;

    private static readonly int _threads = get_num_threads();

    private static T OneThread<T>(Func<T> body)
    {
        set_num_threads(1);
        try
        {
            return body();
        }
        finally
        {
            set_num_threads(_threads);
        }
    }

    private static PipelinePlan Plan(int stages, int depth) => PipelinePlan.Balanced([.. Enumerable.Repeat(1.0, Units)], stages) with { QueueDepth = depth };

    private static LocalTrainer Trainer(bool adam) =>
        OneThread(() => Training.Local(1, adam ? Training.AdamW : Training.Sgd, adam ? new SoftPenalty(1e-3) : new NewtonSchulz(), schedule: RateSchedule.Cosine(25)));

    [Fact]
    public void The_result_is_the_sequential_schedules_bit_for_bit()
    {
        var batches = Training.Batches(20, 2, last: 3);
        foreach (var adam in new[] { true, false })
        {
            using var sequential = Trainer(adam);
            var losses = OneThread(() => sequential.Train(batches));
            Assert.Equal(20, losses.Count);
            var expected = sequential.State();
            foreach (var (stages, depth) in adam ? new[] { (1, 2), (2, 1), (3, 8), (Units, 2) } : [(2, 2), (Units, 1)])
            {
                using var trainer = Trainer(adam);
                var random = new Random(stages);
                var pauses = Enumerable.Range(0, 20 * stages).Select(_ => random.Next(4) == 0 ? random.Next(8) : 0).ToArray();
                trainer.Network.train();
                var pipeline = new LocalPipeline(trainer.Learners, Plan(stages, depth)) { BeforeBatch = (stage, batch) => Thread.Sleep(pauses[stage * 20 + batch]) };
                Assert.Equal(losses, pipeline.Run(batches));
                Training.SameState(expected, trainer.State());
            }
        }
    }

    [Fact]
    public void A_training_resumed_in_mid_run_ends_the_same()
    {
        var batches = Training.Batches(8, 3);
        using var whole = Trainer(true);
        OneThread(() => whole.Train(batches));
        using var first = Trainer(true);
        first.Plan = Plan(3, 2);
        first.Train(batches[..5]);
        using var second = OneThread(() => Training.Local(99, Training.AdamW, new SoftPenalty(1e-3), schedule: RateSchedule.Cosine(25)));
        second.Load(first.State());
        second.Plan = Plan(2, 1);
        second.Train(batches[5..]);
        Training.SameState(whole.State(), second.State());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Fewer_batches_than_stages_pass_through(int count)
    {
        using var trainer = Trainer(true);
        trainer.Plan = Plan(4, 1);
        Assert.Equal(count, trainer.Train(Training.Batches(count, 4)).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_stages_failure_stops_all_and_reaches_the_caller(int failing)
    {
        using var trainer = Trainer(true);
        trainer.Network.train();
        var pipeline = new LocalPipeline(trainer.Learners, Plan(4, 1))
        {
            BeforeBatch = (stage, batch) =>
            {
                if (stage == failing && batch == 3) throw new InvalidDataException("batch three");
            },
        };
        var before = System.Diagnostics.Process.GetCurrentProcess().Threads.Count;
        Assert.Equal("batch three", Assert.Throws<InvalidDataException>(() => pipeline.Run(Training.Batches(12, 5))).Message);
        Assert.True(System.Diagnostics.Process.GetCurrentProcess().Threads.Count <= before + 4);
    }

    [Fact]
    public void A_source_that_fails_or_is_cancelled_ends_the_run()
    {
        using var trainer = Trainer(true);
        trainer.Network.train();
        var pipeline = new LocalPipeline(trainer.Learners, Plan(2, 1));
        static IEnumerable<(Tensor, Tensor)> Broken()
        {
            yield return Training.Batches(1, 6)[0];
            throw new IOException("no more");
        }
        Assert.Equal("no more", Assert.Throws<IOException>(() => pipeline.Run(Broken())).Message);
        using var cancel = new CancellationTokenSource();
        IEnumerable<(Tensor, Tensor)> Endless()
        {
            for (var i = 0; ; i++)
            {
                if (i == 4) cancel.Cancel();
                yield return Training.Batches(1, i)[0];
            }
        }
        Assert.ThrowsAny<OperationCanceledException>(() => pipeline.Run(Endless(), cancel.Token));
    }

    [Fact]
    public void A_label_out_of_range_is_an_error_of_the_run()
    {
        using var trainer = Trainer(true);
        trainer.Plan = Plan(3, 2);
        Assert.ThrowsAny<Exception>(() => trainer.Train([(zeros(2, 3, 16, 16), tensor(new long[] { 0, 77 }))]));
    }

    [Fact]
    public void The_callers_operator_threads_are_as_before_a_run()
    {
        if (!NativeLibrary.TryLoad("libopenblas.so.0", out var library)) return;
        var blasThreads = Marshal.GetDelegateForFunctionPointer<ThreadCount>(NativeLibrary.GetExport(library, "openblas_get_num_threads"));
        using var trainer = Trainer(true);
        trainer.Plan = Plan(2, 1);
        set_num_threads(2);
        try
        {
            trainer.Train(Training.Batches(2, 10));
            Assert.Equal((2, 2), (get_num_threads(), blasThreads()));
        }
        finally
        {
            set_num_threads(_threads);
        }
    }

    private delegate int ThreadCount();

    [Fact]
    public void A_plan_must_cover_the_units()
    {
        using var trainer = Trainer(true);
        Assert.Throws<ArgumentException>(() => new LocalPipeline(trainer.Learners, new PipelinePlan([4, 4])).Run([]));
        Assert.Throws<ArgumentException>(() => new LocalPipeline(trainer.Learners, new PipelinePlan([Units, 0])).Run([]));
    }

    [Fact]
    public void Memory_does_not_grow()
    {
        using var trainer = Trainer(true);
        trainer.Plan = Plan(3, 2);
        var batches = Training.Batches(10, 7);
        trainer.Train(batches);
        TensorMemoryInfo.Trim();
        var before = TensorMemoryInfo.LiveBytes;
        for (var round = 0; round < 10; round++) trainer.Train(batches);
        TensorMemoryInfo.Trim();
        Assert.True(TensorMemoryInfo.LiveBytes - before < 64 << 10, $"{TensorMemoryInfo.LiveBytes - before} bytes more");
    }

    [Fact]
    public void Partitions_are_the_best_there_are()
    {
        Assert.Equal([2, 1], PipelinePlan.Balanced([1, 1, 2], 2).Stages);
        Assert.Equal([1, 1], PipelinePlan.Balanced([5, 1], 7).Stages);
        var random = new Random(8);
        for (var round = 0; round < 50; round++)
        {
            var costs = Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.NextDouble()).ToArray();
            var stages = random.Next(1, costs.Length + 1);
            var plan = PipelinePlan.Balanced(costs, stages);
            Assert.Equal((costs.Length, stages), (plan.Stages.Sum(), plan.Stages.Count));
            Assert.All(plan.Stages, count => Assert.True(count > 0));
            Assert.Equal(costs.Sum() / Cheapest(costs, 0, stages), plan.Bound(costs), 1e-9);
        }

        static double Cheapest(double[] costs, int start, int stages) => stages == 1 ? costs[start..].Sum()
            : Enumerable.Range(start + 1, costs.Length - start - stages + 1).Min(end => Math.Max(costs[start..end].Sum(), Cheapest(costs, end, stages - 1)));
    }

    [Fact]
    public void Profiling_leaves_the_training_as_it_was()
    {
        using var trainer = Trainer(true);
        var (x, y) = Training.Batches(1, 9)[0];
        trainer.Step(x, y);
        var before = trainer.State();
        var seconds = UnitProfile.Measure(trainer, x, y, 1);
        Assert.Equal(Units, seconds.Length);
        Assert.All(seconds, s => Assert.True(s > 0 && double.IsFinite(s)));
        Training.SameState(before, trainer.State());
    }
}
