using Enn.Data;
using Enn.Experiments;
using Enn.Experiments.NonNegativePaper;
using Enn.NonNegative;
using Enn.Training;
using static TorchSharp.torch;

namespace Enn.Tests.Experiments;

/// <summary>The paper's scenarios as resumable trainings, on few images.</summary>
public class ScenarioProcessTests
{
    private static ImageDataset Few()
    {
        static ImageSet Set(int count, int seed)
        {
            var pixels = new byte[count * 28 * 28];
            new Random(seed).NextBytes(pixels);
            return ImageSet.FromBytes(pixels, [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))], 1, 28, 28);
        }
        return new ImageDataset("few", Set(120, 1), Set(50, 2), []);
    }

    private static ScenarioProcess Process(ImageDataset data, ScenarioName scenario, OptimizerName? optimizer, long seed = 1, ArchitectureName architecture = ArchitectureName.Mlp)
    {
        var configuration = NonNegative.RunConfiguration.Of(scenario, architecture, DatasetName.FashionMnist, ActivationName.PhotonicSigmoid, optimizer) with { BatchSize = 25, Shuffle = true };
        return new ScenarioProcess(configuration with { OriginalEpochs = Math.Min(3, configuration.OriginalEpochs), TwinEpochs = Math.Min(3, configuration.TwinEpochs) }, data, seed, 1, CPU);
    }

    [Theory]
    [InlineData(ScenarioName.Transformation, null, 2)]
    [InlineData(ScenarioName.PostTraining, OptimizerName.Csgd, 3)]
    [InlineData(ScenarioName.PostTraining, OptimizerName.Nnsgd, 5)]
    [InlineData(ScenarioName.FromScratch, OptimizerName.Nnsgd, 1)]
    public void A_resumed_scenario_equals_an_uninterrupted_one_bit_for_bit(ScenarioName scenario, OptimizerName? optimizer, int interruptedAfter)
    {
        using var folder = new TemporaryFolder();
        using var data = Few();
        using var whole = Process(data, scenario, optimizer);
        var expected = new TrainingLoop(null, TimeSpan.Zero).Run(whole);

        var loop = new TrainingLoop(folder["state.safetensors"], TimeSpan.FromHours(1));
        using (var cancel = new CancellationTokenSource())
        using (var first = Process(data, scenario, optimizer))
        {
            var done = 0;
            Assert.False(loop.Run(first, _ => { if (++done == interruptedAfter) cancel.Cancel(); }, cancel.Token).Complete);
        }
        // What happens to the process's generator between the sittings must not matter.
        manual_seed(99);
        using var second = Process(data, scenario, optimizer);
        var resumed = loop.Run(second);
        Assert.True(resumed.Complete);
        Assert.Equal(expected.Metrics, resumed.Metrics);
        Assert.Equal(expected.Epochs.SelectMany(e => e.Metrics), resumed.Epochs.SelectMany(e => e.Metrics));
    }

    [Fact]
    public void The_measurements_are_those_that_tables_need()
    {
        using var data = Few();
        using var process = Process(data, ScenarioName.PostTraining, OptimizerName.Csgd);
        var metrics = new TrainingLoop(null, TimeSpan.Zero).Run(process).Metrics;
        Assert.Equal(1, metrics[ScenarioProcess.Match]);
        Assert.Equal(0, metrics[ScenarioProcess.ChangedPredictions]);
        Assert.InRange(metrics[ScenarioProcess.MaxLogitDifference], 0, 1e-3);
        Assert.InRange(metrics[ScenarioProcess.TwinAccuracy], 0, 1);
        Assert.InRange(metrics[ScenarioProcess.OriginalAccuracy], 0, 1);
    }

    [Fact]
    public void Scenarios_side_by_side_give_what_they_give_alone()
    {
        using var data = Few();
        double Loss(int seed)
        {
            using var process = Process(data, ScenarioName.FromScratch, OptimizerName.Csgd, seed);
            return new TrainingLoop(null, TimeSpan.Zero).Run(process).Epochs[^1].Metrics["test_loss"];
        }
        var alone = Enumerable.Range(0, 4).Select(Loss).ToArray();
        var together = new double[4];
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, seed => together[seed] = Loss(seed));
        Assert.Equal(alone, together);
        Assert.Equal(4, alone.Distinct().Count());
    }

    [Fact]
    public void A_cancelled_epoch_ends_at_the_next_batch()
    {
        using var data = Few();
        using var process = Process(data, ScenarioName.Transformation, null);
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() => process.Run(0, cancel.Token));
    }

    [Fact]
    public void A_combination_without_a_pipeline_is_refused() =>
        Assert.Throws<NotSupportedException>(() => ImagePipelines.Of(ArchitectureName.AlexNet, DatasetName.Mnist));
}
