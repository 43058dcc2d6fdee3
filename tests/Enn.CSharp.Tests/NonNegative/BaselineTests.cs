using Enn.NonNegative;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>The paper's two baselines, which do without the transformation.</summary>
public class BaselineTests
{
    private static RunConfiguration Of(ScenarioName scenario) =>
        RunConfiguration.Of(scenario, ArchitectureName.Mlp, DatasetName.FashionMnist, ActivationName.PhotonicSinusoidal, OptimizerName.Csgd);

    private static List<(Tensor X, Tensor Y)> Data()
    {
        var draw = new Draw(21);
        return [.. Enumerable.Range(0, 3).Select(_ => draw.Uniform([20, 1, 28, 28], ScalarType.Float32)).Select(x => (x, x.flatten(1).narrow(1, 0, 10).argmax(1)))];
    }

    [Fact]
    public void Clipping_keeps_the_positive_parts_and_nothing_else()
    {
        var run = new ScenarioRun(Of(ScenarioName.ClippedPostTraining) with { OriginalEpochs = 1, TwinEpochs = 1 }, 3);
        var data = Data();
        run.TrainEpoch(data);
        var before = run.Original.state_dict();
        foreach (var (key, value) in run.Twin!.state_dict()) Near.Exactly(before[key].clamp_min(0), value);
        Assert.False(run.Match(data).Matches);
        run.TrainEpoch(data);
        Assert.Equal(Phase.Finished, run.Phase);
        Assert.All(run.Twin.parameters(), Near.NotNegative);
        Assert.Contains(run.Original.parameters(), p => p.lt(0).any().item<bool>());
    }

    [Fact]
    public void Baselines_have_the_rates_and_epochs_of_what_they_are_compared_with()
    {
        foreach (var (baseline, scenario) in new[] { (ScenarioName.ClippedPostTraining, ScenarioName.PostTraining), (ScenarioName.ExponentialInitialisation, ScenarioName.FromScratch) })
        {
            Assert.Equal(Of(scenario) with { Scenario = baseline }, Of(baseline));
            Assert.True(Of(baseline).IsBaseline);
            Assert.False(Of(scenario).IsBaseline);
        }
    }

    [Fact]
    public void Exponential_weights_have_mean_one_over_lambda_and_no_bias()
    {
        const double lambda = 40;
        Assert.Throws<ArgumentException>(() => new ScenarioRun(Of(ScenarioName.ExponentialInitialisation)));
        var run = new ScenarioRun(Of(ScenarioName.ExponentialInitialisation) with { ExponentialRate = lambda, TwinEpochs = 1 }, 3);
        foreach (var parameter in run.Original.parameters())
        {
            Near.NotNegative(parameter);
            // 2,000 weights in the smallest layer: the mean's deviation is 1 / (lambda sqrt(2000)), a fortieth of it.
            Assert.InRange(parameter.mean().item<float>() * lambda, parameter.ndim > 1 ? 0.85 : 0, parameter.ndim > 1 ? 1.15 : 0);
        }
        Assert.True(run.Match(Data()).Matches);
        run.TrainEpoch(Data());
        Assert.All(run.Twin!.parameters(), Near.NotNegative);
    }

    [Fact]
    public void A_clipped_run_resumes_bit_for_bit()
    {
        var (configuration, data) = (Of(ScenarioName.ClippedPostTraining) with { OriginalEpochs = 1, TwinEpochs = 2 }, Data());
        var whole = new ScenarioRun(configuration, 5);
        while (whole.Phase != Phase.Finished) whole.TrainEpoch(data);
        var first = new ScenarioRun(configuration, 5);
        first.TrainEpoch(data);
        first.TrainEpoch(data);
        var second = new ScenarioRun(configuration, 6);
        second.Load(first.State());
        second.TrainEpoch(data);
        foreach (var (key, value) in whole.State()) Near.Exactly(value, second.State()[key]);
    }
}
