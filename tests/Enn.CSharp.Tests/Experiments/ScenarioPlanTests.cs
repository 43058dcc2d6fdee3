using Enn.Experiments;
using Enn.Experiments.NonNegativePaper;
using Enn.NonNegative;
using static TorchSharp.torch;

namespace Enn.Tests.Experiments;

/// <summary>A run's identity: whatever decides its result, and nothing else.</summary>
public class ScenarioPlanTests
{
    private static RunConfiguration Configuration(ArchitectureName architecture = ArchitectureName.Mlp, DatasetName dataset = DatasetName.FashionMnist,
        ActivationName activation = ActivationName.PhotonicSigmoid, ScenarioName scenario = ScenarioName.FromScratch) =>
        RunConfiguration.Of(scenario, architecture, dataset, activation, scenario == ScenarioName.Transformation ? null : OptimizerName.Nnsgd);

    private static PlannedRun Plan(RunConfiguration configuration, Profile profile = Profile.Quick, string? preset = null)
    {
        using var data = new LoadedData(CPU);
        return ScenarioPlan.Create(configuration, Schedule.Of(profile, configuration)!, 50, 0, data, preset);
    }

    [Fact]
    public void Recorded_runs_keep_their_keys()
    {
        Assert.Equal("412c114d53f49c17", Plan(Configuration()).Settings.Key);
        Assert.Equal("40eb8a42fd5b15d2", Plan(Configuration(activation: ActivationName.PhotonicSinusoidal)).Settings.Key);
        Assert.Equal("2c516df954cba83a", Plan(Configuration(dataset: DatasetName.Mnist, scenario: ScenarioName.PostTraining)).Settings.Key);
        Assert.Equal("74f5c9e82b726427", Plan(Configuration(ArchitectureName.Cnn, activation: ActivationName.PhotonicSinusoidal, scenario: ScenarioName.Transformation)).Settings.Key);
        Assert.Equal("d4d1e98263237d87", Plan(Configuration(dataset: DatasetName.Cifar10, activation: ActivationName.PhotonicSinusoidal, scenario: ScenarioName.Transformation)).Settings.Key);
    }

    [Fact]
    public void Every_choice_of_the_transformation_is_named()
    {
        var papers = Configuration();
        RunConfiguration With(Func<TransformOptions, TransformOptions> change) => papers with { Transform = change(papers.Transform) };
        RunConfiguration[] all =
        [
            papers, With(t => t with { Rule = ShiftRule.TightScalar }), With(t => t with { Rule = ShiftRule.PerNeuron }), With(t => t with { Input = InputRange.UpTo(2) }),
            With(t => t with { Input = new InputRange(-1, 2) }), With(t => t with { ActivationBound = 3 }), With(t => t with { UpstreamAlpha = InputRange.UpTo(5) }), With(t => t with { Path = ExecutionPath.TwoBranch }),
            With(t => t with { UpstreamNewBias = true }), papers with { UpstreamRawNll = true }, papers with { ExponentialRate = 3 }, papers with { ExponentialRate = 4 },
            papers with { BatchSize = 7 }, papers with { Shuffle = true }, papers with { TwinRates = new(0.1, 0.2) },
        ];
        Assert.Equal(all.Length, all.Select(c => Plan(c).Settings.Key).Distinct().Count());
        Assert.Contains("cannot name", Assert.Throws<ArgumentException>(() => Plan(With(t => t with { Calibration = [zeros(1, 784)] }))).Message);
        Assert.Contains("cannot name", Assert.Throws<ArgumentException>(() => Plan(With(t => t with { CalibrationMargin = 0.1 }))).Message);
    }

    [Fact]
    public void Every_preset_names_a_run_of_its_own()
    {
        foreach (var preset in Presets.All)
        {
            var changed = (from scenario in new[] { ScenarioName.Transformation, ScenarioName.FromScratch }
                           from architecture in new[] { ArchitectureName.Mlp, ArchitectureName.Cnn }
                           from activation in new[] { ActivationName.PhotonicSigmoid, ActivationName.Relu6 }
                           let papers = Configuration(architecture, activation: activation, scenario: scenario)
                           where preset.Apply(papers) != papers
                           select (papers, mine: preset.Apply(papers))).ToList();
            Assert.NotEmpty(changed);
            foreach (var (papers, mine) in changed) Assert.NotEqual(Plan(papers).Settings.Key, Plan(mine, preset: preset.Name).Settings.Key);
        }
    }

    [Fact]
    public void Quick_leaves_out_what_would_show_chance_and_says_so()
    {
        Assert.Null(Schedule.Of(Profile.Quick, Configuration(ArchitectureName.Cnn, DatasetName.Cifar10)));
        Assert.Equal(100, Schedule.Of(Profile.Paper, Configuration(ArchitectureName.Cnn, DatasetName.Cifar10))!.Epochs);
        Assert.Contains("--paper-profile", Schedule.TooLong);
    }

    [Theory]
    [InlineData(ArchitectureName.Mlp, false)]
    [InlineData(ArchitectureName.Cnn, false)]
    [InlineData(ArchitectureName.AlexNet, true)]
    public void Runs_whose_network_draws_while_it_trains_are_alone(ArchitectureName architecture, bool alone)
    {
        var configuration = Configuration(architecture, DatasetName.Cifar10, ActivationName.PhotonicSigmoid, ScenarioName.Transformation);
        Assert.Equal(alone, Plan(configuration, Profile.Paper).Exclusive);
        using var network = configuration.CreateNetwork();
        Assert.Equal(alone, network.modules().OfType<TorchSharp.Modules.Dropout>().Any());
    }
}
