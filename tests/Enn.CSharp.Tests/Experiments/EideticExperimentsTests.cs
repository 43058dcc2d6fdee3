using Enn.Data;
using Enn.Data.Splits;
using Enn.Experiments;
using Enn.Experiments.EideticPaper;
using Enn.Training;
using static TorchSharp.torch;

namespace Enn.Tests.Experiments;

/// <summary>The eidetic paper's tables, its sequences of tasks and their runs.</summary>
public class EideticExperimentsTests
{
    private static readonly NetworkChoice Narrow = new("mlp") { Width = 12 };

    private static readonly SequenceChoice Toy = PaperChoices.Fashion with { Network = Narrow, Batch = 16, MaxEpochs = 3, Recovery = 1 };

    private static IReadOnlyList<PlannedTable> Plan(Profile profile, params string[] tables)
    {
        using var data = new LoadedData(CPU);
        var paper = new EideticExperiments();
        return paper.Plan(tables.Length > 0 ? tables : paper.Tables, profile, 1, data);
    }

    // Three tasks of two classes, told apart by which quarter of the image is bright.
    private static List<TaskImages> Tasks()
    {
        static ImageSet Set(int count, int task, int seed)
        {
            var pixels = new byte[count * 64];
            new Random(seed).NextBytes(pixels);
            for (var i = 0; i < count; i++)
                for (var at = 0; at < 16; at++) pixels[64 * i + 16 * ((i % 2 + task) % 4) + at] |= 0xC0;
            return ImageSet.FromBytes(pixels, [.. Enumerable.Range(0, count).Select(i => (byte)(2 * task + i % 2))], 1, 8, 8);
        }
        return [.. Enumerable.Range(0, 3).Select(task =>
        {
            var (train, test) = (Set(96, task, task), Set(40, task, 10 + task));
            return new TaskImages($"{task}", 2 * task, 2,
                TaskImages.Local((batch, epoch) => new Batches(train, batch, shuffle: true, dropLast: true, 5, Transforms.Scale).Epoch(epoch), 2 * task, CPU),
                TaskImages.Local((batch, epoch) => new Batches(test, batch, transforms: [Transforms.Scale]).Epoch(epoch), 2 * task, CPU));
        })];
    }

    private static SequenceProcess Process(SequenceChoice choice) => new(choice, Tasks(), [1, 8, 8], 7, CPU);

    private static IReadOnlyDictionary<string, double> Metrics(SequenceChoice choice)
    {
        using var process = Process(choice);
        return new TrainingLoop(null, TimeSpan.Zero).Run(process).Metrics;
    }

    [Fact]
    public void Every_table_is_planned_and_shown_without_records()
    {
        foreach (var table in Plan(Profile.Quick))
        {
            var shown = table.Show(new Dictionary<RunSettings, RunRecord>());
            Assert.NotEmpty(shown.Rows);
            Assert.All(shown.Rows, row => Assert.Equal(shown.Columns.Count, row.Count));
            Assert.Equal(table.Runs.Count, table.Runs.Select(run => run.Settings).Distinct().Count());
        }
    }

    [Fact]
    public void Published_tables_have_the_published_numbers_and_no_quick_runs()
    {
        Assert.Equal([6, 5, 5, 4], PublishedTables.All.Select(table => table.Rows.Count));
        Assert.Equal(.756, PublishedTables.All[1].Rows.Average(row => row.Accuracy.Mean), 1e-9);
        Assert.Equal(.794, PublishedTables.All[2].Rows.Average(row => row.Accuracy.Mean), 1e-9);
        double[] means = [98.306, 98.698, 52.46, 69.54, 98.231, 98.756, 53.55, 71.08, 98.354, 98.983, 51.34, 70.69];
        Assert.Equal(means, PublishedClassTables.Small.SelectMany(p => new[] { p.Learned.Average(), p.Oracle.Average() }), (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.Equal((100, 100), (PublishedClassTables.Hundred.Oracle.Count, PublishedClassTables.Hundred.Learned.Count));
        Assert.Equal(56.41, PublishedClassTables.Hundred.Oracle.Average(), .005);
        Assert.Equal(54.62, PublishedClassTables.Hundred.Learned.Average(), .005);
        Assert.All(PublishedClassTables.Hundred.Oracle.Zip(PublishedClassTables.Hundred.Learned), pair => Assert.True(pair.Second <= pair.First));
        Assert.All(Plan(Profile.Quick, "pmnist", "cifar100", "imagenette", "sweep", "routing", "cifar100-classes", "task-sets"), table => Assert.All(table.Runs, run => Assert.True(run.OnlyRecorded)));
    }

    [Fact]
    public void Every_sequence_has_the_tasks_that_its_name_says()
    {
        Assert.Equal(16, TaskSet.All.Count);
        Assert.Equal(6, TaskSet.All.Count(set => set.Datasets.Count == 3));
        foreach (var set in TaskSet.All.Where(set => set.Name.StartsWith("cifar100", StringComparison.Ordinal))) Assert.Equal((100, $"{set.Tasks}"), (set.Tasks * set.Classes, set.Name.Split('-')[1]));
        Assert.Contains("fashion-5", Assert.Throws<ArgumentException>(() => TaskSet.Named("fashion-6")).Message);
    }

    [RealDataFact(FashionMnist.Name)]
    public void Tasks_are_disjoint_relabelled_and_held_out_properly()
    {
        using var data = new LoadedData(CPU);
        var set = TaskSet.Named("fashion-5");
        var (full, held) = (set.Load(PaperChoices.Fashion, data, 3), set.Load(PaperChoices.Fashion with { HeldOut = true }, data, 3));
        static int Images(IEnumerable<Batch> batches) => batches.Sum(batch => (int)batch.Labels.numel());
        for (var task = 0; task < 5; task++)
        {
            Assert.Equal((2 * task, 2), (full[task].FirstClass, full[task].Classes));
            Assert.Equal((12_000, 2_000), (Images(full[task].Train(500, 0)), Images(full[task].Measure(500, 0))));
            Assert.Equal((10_800, 1_200), (Images(held[task].Train(400, 0)), Images(held[task].Measure(400, 0))));
            Assert.All(full[task].Measure(500, 0), batch => Assert.Equal((0L, 1L), (batch.Labels.min().item<long>(), batch.Labels.max().item<long>())));
        }
        // No image is trained on and measured on.
        HashSet<string> Bytes(IEnumerable<Batch> batches) => [.. batches.SelectMany(batch => Enumerable.Range(0, (int)batch.Inputs.size(0)).Select(i => Convert.ToHexString(batch.Inputs[i].bytes)))];
        var overlap = Bytes(held[1].Train(400, 0));
        overlap.IntersectWith(Bytes(held[1].Measure(400, 0)));
        Assert.True(overlap.Count <= 2, $"{overlap.Count} images are on both sides");
    }

    [Fact]
    public void The_task_head_learns_from_all_tasks_in_equal_parts()
    {
        var batches = 0;
        foreach (var (inputs, labels) in TaskImages.Mixed(Tasks(), task => task.Train)(18, 0))
        {
            Assert.Equal(18, inputs.size(0));
            Assert.Equal([.. Enumerable.Range(0, 18).Select(i => (long)(i / 6))], labels.data<long>().ToArray());
            batches++;
        }
        Assert.Equal(16, batches);
    }

    [Theory]
    [InlineData(SequenceMethod.FineTuning, 0)]
    [InlineData(SequenceMethod.OneHead, 0)]
    [InlineData(SequenceMethod.Ewc, 0)]
    [InlineData(SequenceMethod.Separate, 0)]
    [InlineData(SequenceMethod.Eidetic, 0)]
    [InlineData(SequenceMethod.FineTuning, .1)]
    [InlineData(SequenceMethod.Eidetic, .1)]
    public void A_resumed_sequence_equals_an_uninterrupted_one_bit_for_bit(SequenceMethod method, double dropout)
    {
        using var folder = new TemporaryFolder();
        var choice = Toy with { Method = method, Routing = true, Network = Narrow with { Dropout = dropout } };
        var expected = Metrics(choice);
        var loop = new TrainingLoop(folder["state.safetensors"], TimeSpan.FromHours(1));
        using (var cancel = new CancellationTokenSource())
        using (var first = Process(choice)) Assert.False(loop.Run(first, _ => cancel.Cancel(), cancel.Token).Complete);
        manual_seed(99);
        using var second = Process(choice);
        var resumed = loop.Run(second);
        Assert.Equal(expected, resumed.Metrics);
    }

    [Fact]
    public void Only_what_shares_weights_forgets()
    {
        Assert.Equal(0, Metrics(Toy with { Method = SequenceMethod.Separate })[SequenceProcess.Drift]);
        Assert.True(Metrics(Toy with { Method = SequenceMethod.FineTuning })[SequenceProcess.Drift] > 0.01);
        var oneHead = Metrics(Toy with { Method = SequenceMethod.OneHead, MaxEpochs = 12, Rate = 1e-2 });
        Assert.True(oneHead[SequenceProcess.Forgetting] > .5, "the last task's classes take over the one head");
    }

    [Fact]
    public void A_stiffer_spring_holds_more()
    {
        double Drift(double strength) => Metrics(Toy with { Method = SequenceMethod.Ewc, Network = Narrow with { BatchNorm = false }, Strength = strength, Rate = 1e-2, MaxEpochs = 8 })[SequenceProcess.Drift];
        Assert.True(Drift(1e4) < Drift(0) / 2);
    }

    [Theory]
    [InlineData("l1", true)]
    [InlineData("l2", false)]
    [InlineData("taylor", true)]
    public void Eidetic_forgets_nothing_at_all(string criterion, bool transfer)
    {
        var metrics = Metrics(Toy with { Criterion = criterion, Transfer = transfer, Routing = true, Rate = 1e-2 });
        Assert.Equal((0, 0), (metrics[SequenceProcess.Drift], metrics[SequenceProcess.Forgetting]));
        Assert.InRange(metrics[SequenceProcess.RoutedAccuracy], 0, metrics[SequenceProcess.MeanAccuracy]);
        for (var task = 0; task < 3; task++) Assert.Equal(1, Enumerable.Range(0, 3).Sum(taken => metrics[SequenceProcess.Routed(task, taken)]), 1e-9);
        for (var task = 1; task < 3; task++) Assert.True(metrics[$"{SequenceProcess.Owned}_{task}"] >= metrics[$"{SequenceProcess.Owned}_{task - 1}"]);
    }

    [Fact]
    public void A_run_whose_length_training_decides_records_the_passes_it_made()
    {
        using var folder = new TemporaryFolder();
        using var data = new LoadedData(CPU);
        var planned = SequencePlan.Create(Toy with { Method = SequenceMethod.Separate }, 1, data).Single() with { Start = () => Process(Toy with { Method = SequenceMethod.Separate }) };
        var records = new RunExecutor(new RunStore(folder["results.jsonl"]), folder["checkpoints"], CPU, 1).Run([planned], false, new Silent(), default);
        var record = records[planned.Settings];
        Assert.Equal(record.Metrics[SequenceProcess.Passes], record.EpochsRun);
        Assert.InRange(record.EpochsRun, 3, 9);
    }

    private sealed class Silent : IRunObserver
    {
        public void Started(PlannedRun run, int epochs, bool resumed) { }

        public void Advanced(PlannedRun run, EpochRecord epoch, int done, int epochs) { }

        public void Finished(PlannedRun run, RunRecord record) { }

        public void Reused(PlannedRun run, RunRecord record) { }

        public void Interrupted(PlannedRun run) { }

        public void Failed(PlannedRun run, Exception cause) => throw new InvalidOperationException("a run failed", cause);
    }
}
