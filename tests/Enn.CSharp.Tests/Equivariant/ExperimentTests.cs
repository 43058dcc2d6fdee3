using Enn.CSharp.Tests.NonNegative;
using Enn.Data;
using Enn.Equivariant;
using Enn.Experiments;
using Enn.Experiments.EquivariantPaper;
using Enn.Tests;
using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Equivariant;

/// <summary>The paper's experiments: published tables, schedules, trainings that resume.</summary>
public class ExperimentTests
{
    private static readonly TrainingProtocol Short = TrainingProtocol.Digits with { Epochs = 3, Milestones = [2], Batch = 8, HeldOut = 0.25 };

    private static ImageDataset Data()
    {
        ImageSet Set(int count, int seed)
        {
            var random = new Random(seed);
            var (pixels, labels) = (new byte[count * 64], new byte[count]);
            random.NextBytes(pixels);
            for (var i = 0; i < count; i++) labels[i] = (byte)(i % 2);
            return ImageSet.FromBytes(pixels, labels, 1, 8, 8);
        }
        return new ImageDataset("small", Set(40, 1), Set(12, 2), ["even", "odd"]);
    }

    private static TrainingOutcome Train(TrainingProtocol protocol, string? checkpoint, CancellationTokenSource? cancelAfterFirst = null)
    {
        using var data = Data();
        using var process = new TrainingProcess(NetChoice.EqualSize[0], protocol, data, 3, CPU);
        return new TrainingLoop(checkpoint, TimeSpan.Zero).Run(process, _ => cancelAfterFirst?.Cancel(), cancelAfterFirst?.Token ?? default);
    }

    [Theory]
    [InlineData(true, 0.2, Selection.Validation)]
    [InlineData(false, 0, Selection.BestOnTest)]
    public void A_resumed_training_ends_as_an_uninterrupted_one(bool isAdam, double dropout, Selection selection)
    {
        using var folder = new TemporaryFolder();
        var protocol = Short with { IsAdam = isAdam, Dropout = dropout, Selection = selection };
        var whole = Train(protocol, null);
        using var cancel = new CancellationTokenSource();
        Assert.False(Train(protocol, folder["c"], cancel).Complete);
        var resumed = Train(protocol, folder["c"]);
        Assert.Equal(whole.Metrics, resumed.Metrics);
        Assert.Equal(whole.Epochs.Select(e => e.Metrics["loss"]), resumed.Epochs.Select(e => e.Metrics["loss"]));
        Assert.Equal(1, whole.Metrics[TrainingProcess.TurnAgreement]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_optimizer_steps_as_torchs_does(bool isAdam)
    {
        var draw = new Draw(1);
        var (a, b) = (nn.Parameter(draw.Normal([5, 3], ScalarType.Float64)), nn.Parameter(draw.Normal([5, 3], ScalarType.Float64)));
        using (no_grad()) b.copy_(a);
        var ours = new L2Optimizer([("a", a)], isAdam, 0.1);
        optim.Optimizer theirs = isAdam ? optim.Adam([b], 0.02, weight_decay: 0.1) : optim.SGD([b], 0.02, momentum: 0.9, weight_decay: 0.1, nesterov: true);
        for (var step = 0; step < 5; step++)
        {
            var slope = draw.Normal([5, 3], ScalarType.Float64);
            a.grad = slope.clone();
            b.grad = slope.clone();
            ours.Step(0.02);
            theirs.step();
            Close.Within(1e-12, b, a);
            Assert.Null(a.grad);
        }
        ours.Reset();
        var fresh = nn.Parameter(a.detach().clone());
        var other = new L2Optimizer([("a", fresh)], isAdam, 0.1);
        a.grad = ones_like(a);
        fresh.grad = ones_like(a);
        ours.Step(0.02);
        other.Step(0.02);
        Near.Exactly(a, fresh);
    }

    [Fact]
    public void Rates_fall_at_the_published_epochs()
    {
        double[] Ends(TrainingProtocol protocol) => [.. new[] { 0, 59, 60, 119, 120, 159, 160, 198 }.Select(protocol.RateAt)];
        double[] digits = [.02, .02, .002, .002, .0002, .0002, .00002, .00002], cifar = [.1, .1, .02, .02, .004, .004, .0008, .0008];
        Assert.All(Ends(TrainingProtocol.Digits).Zip(digits), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        Assert.All(Ends(TrainingProtocol.Cifar).Zip(cifar), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        // The official loop counts 1 to 199 and switches at the 60th: 59, 60, 40 and 40 epochs of each rate.
        var official = TrainingProtocol.Digits.Official();
        Assert.Equal([59, 60, 40, 40], Enumerable.Range(0, official.Epochs).GroupBy(official.RateAt).Select(group => group.Count()));
        // It tests from its 60th epoch on.
        Assert.Equal((59, Selection.BestOnTest, true), (official.SelectionFrom, official.Selection, official.ResetsOptimizer));
        Assert.Equal(TrainingProtocol.Cifar with { Mode = EquivarianceMode.Official, Selection = Selection.BestOnTest }, TrainingProtocol.Cifar.Official());
    }

    [Fact]
    public void Selection_looks_at_no_epoch_before_its_first()
    {
        var outcome = Train(Short with { Dropout = 0, HeldOut = 0, Selection = Selection.BestOnTest, SelectionFrom = 1 }, null);
        Assert.Equal([false, true, true], outcome.Epochs.Select(epoch => epoch.Metrics.ContainsKey(TrainingProcess.TestAccuracy)));
        Assert.Equal(outcome.Epochs.Skip(1).Max(epoch => epoch.Metrics[TrainingProcess.TestAccuracy]), outcome.Metrics[TrainingProcess.TestAccuracy]);
    }

    [Theory]
    [InlineData("mnist-rot", "MNIST turned here")]
    [InlineData("cifar10-official", "95.04")]
    public void A_recorded_run_of_the_published_protocol_is_shown_where_it_cannot_be_made(string name, string mark)
    {
        using var data = new LoadedData(CPU);
        var table = new EquivariantExperiments().Plan([name], Profile.Quick, 1, data).Single();
        Assert.All(table.Runs, run => Assert.True(run.OnlyRecorded));
        Assert.Equal(table.Runs.Count, table.Runs.Select(run => run.Settings).Distinct().Count());
        var run = table.Runs[0];
        var record = new RunRecord
        {
            Settings = run.Settings, Complete = true, EpochsRun = run.EpochsRun, EpochsProtocol = run.EpochsProtocol, Seconds = 1,
            Metrics = new Dictionary<string, double> { [TrainingProcess.TestAccuracy] = 0.98765 }, Environment = new("cpu", 1, "unknown", "unknown"), Finished = DateTime.UnixEpoch,
        };
        Assert.DoesNotContain("98.77", table.Show(new Dictionary<RunSettings, RunRecord>()).ToMarkdown());
        var text = table.Show(new Dictionary<RunSettings, RunRecord> { [run.Settings] = record }).ToMarkdown();
        Assert.Contains("98.77", text);
        Assert.Contains(mark, text);
    }

    [Fact]
    public void Quick_plans_the_small_nets_and_shows_the_published_numbers()
    {
        using var data = new LoadedData(CPU);
        var paper = new EquivariantExperiments();
        var planned = paper.Plan(paper.Tables, Profile.Quick, 1, data);
        Assert.Equal(paper.Tables, planned.Select(table => table.Name));
        var nothing = new Dictionary<RunSettings, RunRecord>();
        var text = string.Join('\n', planned.Select(table => table.Show(nothing).ToMarkdown()));
        foreach (var published in new[] { "98.71", "98.81", "93.58", "95.04", "77.82", "97.72", "56.0 %", "56.8 %", "68.0 %", "11,165,738", "6,343,178" }) Assert.Contains(published, text);
        if (ImageDataset.WhatIsMissing(RotatedDigits.FromFashionMnist) is not null) return;
        Assert.Equal(3, planned.Single(table => table.Name == "rotated-fashion").Runs.Count);
        Assert.All(planned.Single(table => table.Name == "upright-fashion").Runs, run => Assert.Equal(RotatedDigits.FromUprightFashionMnist, run.Settings.Values["dataset"]));
        var runs = planned.Single(table => table.Name == "data-efficiency").Runs;
        Assert.Equal(12, runs.Select(run => run.Settings).Distinct().Count());
        // Parts have as many steps as the whole.
        Assert.Equal([3, 6, 15, 30], runs.Select(run => (int)run.EpochsRun).Distinct());
        Assert.All(runs, run => Assert.False(run.Exclusive));
    }

    [Fact]
    public void The_three_nets_of_the_comparison_are_of_about_one_size()
    {
        var counts = NetChoice.EqualSize.Select(net => net.Create(10, 0, EquivarianceMode.Exact).parameters().Sum(p => p.numel())).ToList();
        Assert.InRange((double)counts.Max() / counts.Min(), 1, 1.15);
    }
}
