using Enn.NonNegative;
using Enn.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>The process's random generator: whose weights come from it, and who must leave it alone.</summary>
public class ScenarioGeneratorTests
{
    private static readonly RunConfiguration _configuration =
        RunConfiguration.Of(ScenarioName.PostTraining, ArchitectureName.Mlp, DatasetName.FashionMnist, ActivationName.PhotonicSigmoid, OptimizerName.Csgd) with { OriginalEpochs = 2, TwinEpochs = 2 };

    private static ScenarioRun WithDropout(long seed) => new(_configuration, seed, network: Seeds.WithGlobal(seed, () => nn.Sequential(
        ("first", nn.Linear(6, 8)), ("act", new PhotonicSigmoid()), ("drop", nn.Dropout(0.5)), ("last", nn.Linear(8, 3)))));

    private static List<(Tensor, Tensor)> Data()
    {
        var draw = new Draw(3);
        return [.. Enumerable.Range(0, 3).Select(_ => draw.Uniform([16, 6], ScalarType.Float32)).Select(x => (x, x.narrow(1, 0, 3).argmax(1)))];
    }

    [Fact]
    public async Task Resuming_beside_a_sibling_leaves_its_initial_weights_alone()
    {
        var expected = Weights(new ScenarioRun(_configuration, 7));
        // Both the runs without dropout, which have no business with the generator, and those with it, which wait for their turn.
        foreach (var resumed in new[] { new ScenarioRun(_configuration, 1), WithDropout(1) })
        {
            var saved = resumed.State();
            using var stop = new CancellationTokenSource();
            var loading = Task.Run(() =>
            {
                while (!stop.IsCancellationRequested)
                {
                    resumed.Load(saved);
                    resumed.State();
                }
            });
            for (var i = 0; i < 40; i++) Near.Exactly(expected, Weights(new ScenarioRun(_configuration, 7)));
            await stop.CancelAsync();
            await loading;
        }

        static Tensor Weights(ScenarioRun run) => cat([.. run.Original.parameters().Select(p => p.detach().flatten())]);
    }

    [Fact]
    public void The_generator_is_kept_only_where_training_draws_from_it()
    {
        Assert.DoesNotContain("random", new ScenarioRun(_configuration).State().Keys);
        Assert.Contains("random", WithDropout(1).State().Keys);
    }

    [Fact]
    public void A_state_from_before_with_a_generator_is_still_taken()
    {
        var run = new ScenarioRun(_configuration, 4);
        var state = run.State();
        state["random"] = random.get_rng_state();
        new ScenarioRun(_configuration, 5).Load(state);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void P28_a_run_with_dropout_resumes_bit_for_bit(int cut)
    {
        var data = Data();
        var whole = WithDropout(2);
        while (whole.Phase != Phase.Finished) whole.TrainEpoch(data);
        var first = WithDropout(2);
        for (var i = 0; i < cut; i++) first.TrainEpoch(data);
        var saved = first.State();
        manual_seed(99);
        var second = WithDropout(8);
        second.Load(saved);
        while (second.Phase != Phase.Finished) second.TrainEpoch(data);
        foreach (var (key, value) in whole.State().Where(e => e.Key != "random")) Near.Exactly(value, second.State()[key]);
    }
}
