using Enn.Data;
using Enn.Experiments;
using Enn.Experiments.WhiteningPaper;
using Enn.Training;
using static TorchSharp.torch;

namespace Enn.Tests.Experiments;

/// <summary>The whitening paper's tables and their runs.</summary>
public class WhiteningExperimentsTests
{
    private static IReadOnlyList<PlannedTable> Plan(Profile profile, params string[] tables)
    {
        using var data = new LoadedData(CPU);
        var paper = new WhiteningExperiments();
        return paper.Plan(tables.Length > 0 ? tables : paper.Tables, profile, 1, data);
    }

    private static ImageDataset Few(int channels)
    {
        ImageSet Set(int count, int seed)
        {
            var pixels = new byte[count * channels * 64];
            new Random(seed).NextBytes(pixels);
            return ImageSet.FromBytes(pixels, [.. Enumerable.Range(0, count).Select(i => (byte)(i % 3))], channels, 8, 8);
        }
        return new ImageDataset(channels == 1 ? FashionMnist.Name : Cifar10.Name, Set(300, 1), Set(40, 2), ["a", "b", "c"]);
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
    public void Published_tables_have_the_published_numbers_and_the_quick_profile_only_looks_their_runs_up()
    {
        Assert.Equal([16, 5, 12, 4, 6, 5, 7, 5], PublishedTables.All.Select(table => table.Rows.Count));
        Assert.All(PublishedTables.All.SelectMany(table => table.Rows), row => Assert.True(row.Mean is not null || row.Success is not null));
        // 46.7 % and 6.7 % fit 7 and 1 of 15; nothing else failed partly.
        Assert.Equal([46.7, 6.7], PublishedTables.All[0].Rows.Select(row => row.Success).OfType<double>().Where(s => s is > 0 and < 100));
        Assert.All(Plan(Profile.Quick, [.. PublishedTables.All.Select(table => table.Name)]), table => Assert.All(table.Runs, run => Assert.Contains("--profile paper", run.NotMade)));
    }

    [Fact]
    public void The_paper_profile_runs_the_whole_protocol()
    {
        var runs = Plan(Profile.Paper, [.. PublishedTables.All.Select(table => table.Name)]).SelectMany(table => table.Runs).ToList();
        Assert.Equal(PublishedTables.All.Sum(table => table.Rows.Count), runs.Count);
        Assert.All(runs, run => Assert.Equal(350, run.EpochsRun));
        Assert.All(runs, run => Assert.Equal(run.EpochsProtocol, run.EpochsRun));
    }

    [Fact]
    public void Rates_fall_as_published_and_alike_in_short()
    {
        double[] expected = [0.1, 0.01, 0.001, 0.0001];
        foreach (var (epoch, step) in new[] { (0, 0), (99, 0), (100, 1), (199, 1), (200, 2), (300, 3), (349, 3) })
            Assert.Equal(expected[step], TrainingSchedule.Paper.Rate(epoch), 1e-12);
        Assert.Equal(0.1, TrainingSchedule.Quick.Rate(0));
        Assert.True(TrainingSchedule.Quick.Rate(TrainingSchedule.Quick.Epochs - 1) < 0.05);
    }

    [Theory]
    [InlineData("bn")]
    [InlineData("ours")]
    [InlineData("zca")]
    [InlineData("pca")]
    public void A_resumed_training_equals_an_uninterrupted_one_bit_for_bit(string method)
    {
        using var folder = new TemporaryFolder();
        using var data = Few(3);
        TrainingProcess Process() => new(new NormChoice(method) { GroupSize = method == "pca" ? null : 16, Count = 8 }, 18, new TrainingSchedule(3, 1, 4), data, null, 5, CPU);
        using var whole = Process();
        var expected = new TrainingLoop(null, TimeSpan.Zero).Run(whole);
        var loop = new TrainingLoop(folder["state.safetensors"], TimeSpan.FromHours(1));
        using (var cancel = new CancellationTokenSource())
        using (var first = Process()) Assert.False(loop.Run(first, _ => cancel.Cancel(), cancel.Token).Complete);
        manual_seed(99);
        using var second = Process();
        var resumed = loop.Run(second);
        Assert.Equal(expected.Metrics, resumed.Metrics);
        Assert.Equal(expected.Epochs.SelectMany(e => e.Metrics), resumed.Epochs.SelectMany(e => e.Metrics));
        Assert.Equal(1, resumed.Metrics[TrainingProcess.Success]);
    }

    [Fact]
    public void A_loss_that_is_no_number_is_a_failure_and_ends_the_training()
    {
        using var data = Few(1);
        using var process = new TrainingProcess(new NormChoice("bn"), 18, new TrainingSchedule(2, 1, 4), data, null, 5, CPU);
        using var broken = process.Save();
        var poisoned = broken.Tensors.ToDictionary(t => t.Key, t => t.Key.EndsWith("fc.bias", StringComparison.Ordinal) ? t.Value * double.NaN : t.Value);
        process.Restore(broken with { Tensors = poisoned }, 0);
        var outcome = new TrainingLoop(null, TimeSpan.Zero).Run(process);
        Assert.Equal(0, outcome.Metrics[TrainingProcess.Success]);
        Assert.False(outcome.Metrics.ContainsKey(TrainingProcess.BestAccuracy));
        Assert.True(double.IsNaN(outcome.Epochs[^1].Metrics["loss"]));
    }

    [Fact]
    public void Fidelity_shows_the_sign_flip()
    {
        var table = Plan(Profile.Quick, "fidelity").Single();
        IReadOnlyDictionary<string, double> At(string ratio)
        {
            using var process = table.Runs.Single(run => run.Settings["ratio"] == ratio).Start();
            return new TrainingLoop(null, TimeSpan.Zero).Run(process).Metrics;
        }
        var (apart, near, equal) = (At("0.5"), At("0.99"), At("1"));
        Assert.InRange(apart["error_pi"], 0, 1e-5);
        Assert.InRange(near["cosine_pi"], -1, 0);
        Assert.InRange(near["cosine_taylor"], 0.5, 1);
        Assert.True(double.IsNaN(equal["cosine_naive"]));
        foreach (var metrics in new[] { apart, near, equal }) Assert.InRange(metrics["error_exact"], 0, 1e-5);
    }

    [RealDataFact(FashionMnist.Name)]
    public void Only_the_plain_gradient_fails_on_stems_without_rank()
    {
        using var data = new LoadedData(CPU);
        var run = new WhiteningExperiments().Plan(["failures"], Profile.Quick, 1, data).Single().Runs
            .Single(r => r.Settings["dataset"] == FashionMnist.Name && r.Settings["layer"] == "pca 16");
        using var process = run.Start();
        var metrics = new TrainingLoop(null, TimeSpan.Zero).Run(process).Metrics;
        foreach (var mode in new[] { "exact", "taylor", "pi", "clip" }) Assert.Equal(0, metrics[$"failed_{mode}"]);
        Assert.True(metrics["ratio_naive"] > 5);
    }
}
