using Enn.Data.Captions;
using Enn.Experiments;
using Enn.Experiments.EigenPaper;
using Enn.Training;
using static TorchSharp.torch;

namespace Enn.Tests.Experiments;

/// <summary>Retrieval runs: resumption, the table, and sets that are too small.</summary>
public class RetrievalProcessTests
{
    private static RetrievalProcess Process(CaptionedSet set, bool eigen, bool withLong) =>
        new(new RetrievalProtocol(eigen, withLong) { Width = 4, Embedding = 8, Buckets = 64, Batch = 8, Epochs = 3, TestImages = 12 }, set, 1, CPU);

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_resumed_run_equals_an_uninterrupted_one_bit_for_bit(bool eigen, bool withLong)
    {
        using var files = new TemporaryFolder();
        using var set = SyntheticCaptions.Make(30, 1);
        using var whole = Process(set, eigen, withLong);
        var expected = new TrainingLoop(null, TimeSpan.Zero).Run(whole);
        var loop = new TrainingLoop(files["state.safetensors"], TimeSpan.FromHours(1));
        using (var cancel = new CancellationTokenSource())
        using (var first = Process(set, eigen, withLong)) Assert.False(loop.Run(first, _ => cancel.Cancel(), cancel.Token).Complete);
        manual_seed(99);
        using var second = Process(set, eigen, withLong);
        var resumed = loop.Run(second);
        Assert.Equal(expected.Metrics, resumed.Metrics);
        Assert.Equal(expected.Epochs.SelectMany(e => e.Metrics), resumed.Epochs.SelectMany(e => e.Metrics));
        foreach (var fromImages in new[] { true, false })
        {
            var recalls = RetrievalProcess.Cutoffs.Select(k => resumed.Metrics[RetrievalProcess.Recall(fromImages, k)]).ToList();
            Assert.Equal(recalls.Order(), recalls);
            Assert.All(recalls, recall => Assert.InRange(recall, 0, 1));
        }
        if (eigen) Assert.True(resumed.Metrics[ClassificationProcess.BasisError] < 1e-4);
        else Assert.DoesNotContain(ClassificationProcess.BasisError, resumed.Metrics.Keys);
    }

    [Fact]
    public void A_set_that_is_too_small_is_refused()
    {
        using var set = SyntheticCaptions.Make(19, 1);
        Assert.Contains("19 images are too few", Assert.Throws<ArgumentException>(() => Process(set, true, true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_set_has_a_run_of_both_models_with_both_kinds_of_layers()
    {
        using var data = new LoadedData(CPU);
        var plan = RetrievalRuns.Plan(2, data);
        Assert.Equal(8, plan.Runs.Count(run => run.Settings["dataset"] == SyntheticCaptions.Name));
        Assert.Equal(plan.Runs.Count, plan.Runs.DistinctBy(run => run.Settings).Count());
        var shown = plan.Show(new Dictionary<RunSettings, RunRecord>());
        Assert.Equal(8, shown.Rows.Count);
        Assert.All(shown.Rows, row => Assert.Equal(shown.Columns.Count, row.Count));
        Assert.Contains("chance T2I 0.5, 2.5, 5.0", shown.ToMarkdown(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => RetrievalData.Load("coco"));
    }
}
