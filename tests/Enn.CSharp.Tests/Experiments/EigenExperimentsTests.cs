using Enn.Data;
using Enn.Eigen;
using Enn.Experiments;
using Enn.Experiments.EigenPaper;
using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Tests.Experiments;

/// <summary>The Eigen paper's tables, protocols and runs.</summary>
public class EigenExperimentsTests
{
    private static ImageDataset Few()
    {
        static ImageSet Set(int count, int seed)
        {
            var pixels = new byte[count * 28 * 28];
            new Random(seed).NextBytes(pixels);
            return ImageSet.FromBytes(pixels, [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))], 1, 28, 28);
        }
        return new ImageDataset(FashionMnist.Name, Set(40, 1), Set(20, 2), [.. Enumerable.Range(0, 10).Select(i => $"{i}")]);
    }

    private static ClassificationProcess Process(ImageDataset data, Protocol protocol, string preset) =>
        new(protocol with { Depth = 18, Width = 4, Batch = 10, Epochs = 3 }, data, preset == Presets.PaperCode, 1, 0.5, CPU);

    public static TheoryData<string, string> Scripts => new()
    {
        { Presets.PaperIntent, "ENN" }, { Presets.PaperCode, "ENN" }, { Presets.PaperIntent, "ENN-l" }, { Presets.PaperCode, "ENN-l" }, { Presets.PaperIntent, "dense" },
    };

    private static Protocol Of(string preset, string folder) => folder switch
    {
        "ENN-l" => Presets.Of(preset, OfficialScripts.Named(folder, "cifar10_r50"), 2),
        "ENN" => Presets.Of(preset, OfficialScripts.Named(folder, "cifar10_r50_bp"), 2),
        _ => Presets.Dense(Of(preset, "ENN")),
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_resumed_run_equals_an_uninterrupted_one_bit_for_bit(string preset, string folder)
    {
        using var files = new TemporaryFolder();
        using var data = Few();
        using var whole = Process(data, Of(preset, folder), preset);
        var expected = new TrainingLoop(null, TimeSpan.Zero).Run(whole);
        var loop = new TrainingLoop(files["state.safetensors"], TimeSpan.FromHours(1));
        using (var cancel = new CancellationTokenSource())
        using (var first = Process(data, Of(preset, folder), preset)) Assert.False(loop.Run(first, _ => cancel.Cancel(), cancel.Token).Complete);
        manual_seed(99);
        using var second = Process(data, Of(preset, folder), preset);
        var resumed = loop.Run(second);
        Assert.Equal(expected.Metrics, resumed.Metrics);
        Assert.Equal(expected.Epochs.SelectMany(e => e.Metrics), resumed.Epochs.SelectMany(e => e.Metrics));
        Assert.InRange(resumed.Metrics[ClassificationProcess.TestError], 0, 1);
        if (folder == "dense") Assert.DoesNotContain(ClassificationProcess.BasisError, resumed.Metrics.Keys);
        else if (preset == Presets.PaperIntent) Assert.True(resumed.Metrics[ClassificationProcess.BasisError] < 1e-4);
        else Assert.True(resumed.Metrics[ClassificationProcess.BasisError] > 1e-4);
    }

    [Fact]
    public void The_official_scripts_are_all_there()
    {
        Assert.Equal((12, 10, 2), (OfficialScripts.All.Count(s => s.Folder == "ENN"), OfficialScripts.All.Count(s => s.Folder == "ENN-l"), OfficialScripts.All.Count(s => s.Folder == "retrieval")));
        Assert.Equal(8, OfficialScripts.All.Count(s => s.IsLocal));
        Assert.Equal(OfficialScripts.All.Count, OfficialScripts.All.Select(s => (s.Folder, s.Name)).Distinct().Count());
        // None of those in the folders of local learning and of retrieval can run as released: each imports a module that is elsewhere or nowhere.
        Assert.All(OfficialScripts.All, s => Assert.Equal(s.Folder != "ENN" || s.Name == "image_vit", s.Defect?.Contains("a module that is not there", StringComparison.Ordinal) ?? false));
        Assert.Equal(["cifar10_r50", "cifar100_r50", "cifar100_r152", "cifar100_r101", "image_vit"], OfficialScripts.All.Where(s => s.Defect?.Contains("checkpoint", StringComparison.Ordinal) ?? false).Select(s => s.Name));
        Assert.Throws<ArgumentException>(() => OfficialScripts.Named("ENN", "cifar10_r18"));
        Assert.Throws<ArgumentException>(() => Presets.Of(Presets.PaperCode, OfficialScripts.Named("ENN", "image_vit"), 1));
        Assert.Throws<ArgumentException>(() => Presets.Of("paper", OfficialScripts.Named("ENN", "cifar10_r50_bp"), 1));
    }

    [Fact]
    public void The_two_presets_read_a_script_differently()
    {
        var script = OfficialScripts.Named("ENN-l", "cifar10_r50");
        var (code, intent) = (Presets.Of(Presets.PaperCode, script, 98), Presets.Of(Presets.PaperIntent, script, 98));
        Assert.Equal(("soft", 1e-6, 0.95, true), (code.Orthonormality, code.Strength, code.Recipe.Momentum, code.Recipe.DecayBases));
        Assert.Equal(("cholesky-qr2", 0.9, false, true), (intent.Orthonormality, intent.Recipe.Momentum, intent.Recipe.DecayBases, intent.WholeCosine));
        string[] units = ["stem", "layer1.0", "layer2.3", "layer3.0", "layer4.2", "fc"];
        Assert.Equal([5e-4, 1e-4, 1.4e-4, 1.4e-4, 2e-4, 5e-3], units.Select(code.Rates!.Of));
        Assert.Equal([true, false, false, false, false, true], units.Select(code.Rates.Cycles));
        Assert.Null(intent.Rates);
        // A cosine that counts epochs keeps its rate within one.
        var perEpoch = Presets.Of(Presets.PaperCode, OfficialScripts.Named("ENN", "cifar100_r50_bp"), 98);
        Assert.Equal((200L, 98L), (perEpoch.HalfPeriod, perEpoch.StepsPerRate));
        Assert.Equal(1, Presets.Of(Presets.PaperCode, OfficialScripts.Named("ENN", "cifar10_r50_bp"), 98).StepsPerRate);
    }

    [Fact]
    public void Units_start_at_the_rates_that_unstepped_schedules_left_behind()
    {
        // Asked for were 1e-4 for the stem, 5e-4 for blocks and 1e-3 for the classifier.
        var code = Presets.Of(Presets.PaperCode, OfficialScripts.Named("ENN-l", "cifar10_r50"), 1) with { Depth = 18, Width = 4 };
        using var trainer = (LocalTrainer)code.CreateTrainer(code.CreateNetwork(10, 1), zeros(1, 1, 16, 16), 1000, 0);
        Assert.Equal([2e-5, 1e-4, 1e-4, 1.4e-4, 1.4e-4, 1.4e-4, 1.4e-4, 2e-4, 2e-4, 2e-4], trainer.Learners.Select(learner => Math.Round(learner.Optimizer.Rate, 12)));
    }

    [Fact]
    public void Only_the_scripts_reading_takes_the_scripts_deviations_of_CIFAR10()
    {
        // A pixel at 255: (1 - mean) / deviation.
        float[] White(bool official) => [.. ImagePipeline.Of(Cifar10.Name, official).Test.Aggregate(full([1, 3, 1, 1], 255, dtype: ScalarType.Byte), (x, transform) => transform(x, null!)).data<float>()];
        Assert.Equal([0.5086 / 0.2023, 0.5179 / 0.1994, 0.5535 / 0.2010], White(official: true).Select(v => Math.Round((double)v, 4)), (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.Equal([0.5086 / 0.2470, 0.5179 / 0.2435, 0.5535 / 0.2616], White(official: false).Select(v => Math.Round((double)v, 4)), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void Published_tables_have_all_their_numbers()
    {
        Assert.Equal(12, PublishedErrors.All.Count);
        Assert.All(PublishedErrors.All, column => Assert.Equal(PublishedErrors.Methods.Count, column.Errors.Count));
        Assert.Equal(3, PublishedErrors.All.Sum(column => column.Errors.Count(e => e is null)));
        // The paper's method is best everywhere but for the vision transformer.
        Assert.Equal(["evit-b16"], PublishedErrors.All.Where(column => column.Errors.Min() < column.Of("ENN-l")).Select(column => column.Network));
        Assert.All(PublishedRecalls.All, row => Assert.Equal(PublishedRecalls.Columns.Count, row.All.Count()));
        Assert.Equal(4, PublishedRecalls.All.Sum(row => row.All.Count(value => value is null)));
        // Recall grows with K.
        Assert.All(PublishedRecalls.All, row => Assert.All(new[] { row.CocoImageToText, row.CocoTextToImage, row.FlickrImageToText, row.FlickrTextToImage },
            three => Assert.Equal(three.OfType<double>().Order(), three.OfType<double>())));
    }

    [Fact]
    public void The_quick_comparison_has_local_learning_with_the_papers_heads_and_with_pooled_ones()
    {
        using var data = new LoadedData(CPU);
        var intent = ClassificationPlan.Comparison(Presets.PaperIntent, FashionMnist.Name, 2, data);
        Assert.Equal([null, null, "flattened", "pooled 4"], intent.Select(row => row.Runs[0].Settings["heads"]));
        Assert.Equal(["dense", "enn", "enn-l", "enn-l"], intent.Select(row => row.Runs[0].Settings["method"]));
        Assert.All(intent, row => Assert.Equal(2, row.Runs.Count));
        Assert.StartsWith("adamw lr 0.005 ", intent[3].Runs[0].Settings["optimizer"], StringComparison.Ordinal);
        // What the scripts do is left as it is.
        Assert.Equal([null, null, "flattened"], ClassificationPlan.Comparison(Presets.PaperCode, FashionMnist.Name, 1, data).Select(row => row.Runs[0].Settings["heads"]));
    }

    [Fact]
    public void A_published_number_is_planned_where_its_data_and_script_are()
    {
        using var data = new LoadedData(CPU);
        (IReadOnlyList<PlannedRun> Runs, string? NotRun) Of(string dataset, string network) =>
            ClassificationPlan.Published(PublishedErrors.All.Single(c => c.Dataset == dataset && c.Network == network), Profile.Paper, 2, data);
        foreach (var name in new[] { Cifar10.Name, Cifar100.Name, TinyImageNet.Name })
        {
            var (runs, notRun) = Of(name, "resnet50");
            Assert.Equal(ImageDataset.WhatIsMissing(name), notRun);
            Assert.Equal(["0", "1"], runs.Select(run => run.Settings["seed"]));
            Assert.All(runs, run => Assert.Equal(notRun is not null, run.OnlyRecorded));
            Assert.All(new[] { true, false }, official => Assert.NotEmpty(ImagePipeline.Of(name, official).Train));
        }
        Assert.All(new[] { Of(Cifar10.Name, "resnet152"), Of("imagenet", "resnet101"), Of("imagenet", "evit-b16") }, none =>
        {
            Assert.Empty(none.Runs);
            Assert.Contains("no script", none.NotRun, StringComparison.Ordinal);
        });
        // CIFAR-100 has statistics of its own.
        var white = ImagePipeline.Of(Cifar100.Name, official: true).Test.Aggregate(tensor(new byte[] { 129, 124, 112 }, [1, 3, 1, 1], ScalarType.Byte), (x, transform) => transform(x, null!));
        Assert.True(white.abs().max().ToDouble() < 0.02);
    }

    [Fact]
    public void A_recorded_run_of_the_published_protocol_shows_under_the_quick_profile()
    {
        using var data = new LoadedData(CPU);
        var table = new EigenExperiments().Plan(["classification"], Profile.Quick, 1, data).Single();
        Assert.All(table.Runs, run => Assert.True(run.OnlyRecorded));
        var run = table.Runs.Single(r => r.Settings["dataset"] == Cifar10.Name && r.Settings["network"] == "resnet50");
        var record = new RunRecord
        {
            Settings = run.Settings, Complete = true, EpochsRun = 500, EpochsProtocol = 500, Seconds = 1, Metrics = new Dictionary<string, double> { [ClassificationProcess.TestError] = 0.05 },
            Environment = RunEnvironment.Now(CPU, 1), Finished = DateTime.UnixEpoch,
        };
        var rows = table.Show(new Dictionary<RunSettings, RunRecord> { [run.Settings] = record }).Rows;
        Assert.Equal(["5.00", "+0.88", "500/500"], rows.Single(row => row[0] == Cifar10.Name && row[1] == "resnet50").TakeLast(3));
        Assert.Equal(11, rows.Count(row => row[^3] == "not run"));
    }

    [Fact]
    public void Tables_are_planned_and_shown_without_any_run()
    {
        var paper = new EigenExperiments();
        using var data = new LoadedData(CPU);
        var tables = paper.Plan(paper.Tables, Profile.Quick, 1, data);
        Assert.Equal(paper.Tables, tables.Select(t => t.Name));
        foreach (var table in tables)
        {
            var shown = table.Show(new Dictionary<RunSettings, RunRecord>());
            Assert.All(shown.Rows, row => Assert.Equal(shown.Columns.Count, row.Count));
            Assert.NotEmpty(shown.ToMarkdown());
        }
        var runs = tables.SelectMany(t => t.Runs).ToList();
        Assert.Equal(runs.Count, runs.DistinctBy(r => r.Settings).Count());
        // Progress tells any two runs apart.
        Assert.Equal(runs.Count, runs.DistinctBy(r => r.Label).Count());
        if (ImageDataset.WhatIsMissing(FashionMnist.Name) is null) Assert.Equal(21, runs.Count(r => r.Settings["dataset"] == FashionMnist.Name));
        Assert.All(runs.Where(run => !run.OnlyRecorded), run => Assert.Equal(ClassificationPlan.QuickWidth.ToString(), run.Settings["width"]));
    }
}
