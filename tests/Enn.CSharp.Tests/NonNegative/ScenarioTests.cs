using Enn.NonNegative;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>The three scenarios, resumption (P28), configurations and presets.</summary>
public class ScenarioTests
{
    private static List<(Tensor, Tensor)> Data(int seed = 1)
    {
        var draw = new Draw(seed);
        return [.. Enumerable.Range(0, 4).Select(_ =>
        {
            var x = draw.Uniform([32, 1, 28, 28], ScalarType.Float32);
            return (x, (x.flatten(1).narrow(1, 0, 10) * 3).argmax(1));
        })];
    }

    private static RunConfiguration Configuration(ScenarioName scenario, OptimizerName optimizer = OptimizerName.Nnsgd)
    {
        var c = RunConfiguration.Of(scenario, ArchitectureName.Mlp, DatasetName.FashionMnist, ActivationName.PhotonicSigmoid, optimizer);
        return c with { OriginalEpochs = Math.Min(c.OriginalEpochs, 2), TwinEpochs = Math.Min(c.TwinEpochs, 2) };
    }

    [Theory]
    [InlineData(ScenarioName.Transformation, 2, 0)]
    [InlineData(ScenarioName.PostTraining, 2, 2)]
    [InlineData(ScenarioName.FromScratch, 0, 2)]
    public void Scenarios_go_through_their_phases(ScenarioName scenario, int original, int twin)
    {
        var run = new ScenarioRun(Configuration(scenario));
        var data = Data();
        var phases = new List<Phase>();
        while (run.Phase != Phase.Finished)
        {
            if (run.Phase == Phase.Twin && run.EpochsDone == original) Assert.True(run.Match(data).Matches);
            var result = run.TrainEpoch(data);
            phases.Add(result.Phase);
            Assert.InRange(result.Loss, 0, 10);
        }
        Assert.Equal(Enumerable.Repeat(Phase.Original, original).Concat(Enumerable.Repeat(Phase.Twin, twin)), phases);
        Assert.Equal((original + twin, original + twin), (run.EpochsDone, run.EpochsTotal));
        if (twin == 0) Assert.True(run.Match(data).Matches);
        Assert.All(run.Twin!.parameters(), Near.NotNegative);
        Assert.Throws<InvalidOperationException>(() => run.TrainEpoch(data));
        Assert.Equal(run.Evaluate(data), run.Evaluate(data));
    }

    [Theory]
    [InlineData(OptimizerName.Csgd)]
    [InlineData(OptimizerName.Nnsgd)]
    public void P28_runs_repeat_and_resume_bit_for_bit(OptimizerName optimizer)
    {
        var data = Data();
        var configuration = Configuration(ScenarioName.PostTraining, optimizer);
        Dictionary<string, Tensor> Whole()
        {
            var run = new ScenarioRun(configuration, seed: 5);
            while (run.Phase != Phase.Finished) run.TrainEpoch(data);
            return run.State();
        }
        var whole = Whole();
        Same(whole, Whole());
        for (var cut = 0; cut <= configuration.OriginalEpochs + configuration.TwinEpochs; cut++)
        {
            var first = new ScenarioRun(configuration, seed: 5);
            for (var i = 0; i < cut; i++) first.TrainEpoch(data);
            var saved = first.State();
            var second = new ScenarioRun(configuration, seed: 99);
            second.Load(saved);
            while (second.Phase != Phase.Finished) second.TrainEpoch(data);
            Same(whole, second.State());
        }
    }

    private static void Same(Dictionary<string, Tensor> a, Dictionary<string, Tensor> b)
    {
        Assert.Equal(a.Keys.Order(), b.Keys.Order());
        foreach (var (key, value) in a) Assert.True(value.eq(b[key]).all().item<bool>(), key);
    }

    [Fact]
    public void P28_another_seed_gives_another_network() =>
        Assert.True(Near.Difference(new ScenarioRun(Configuration(ScenarioName.FromScratch), 1).State()["original.layer1.weight"],
            new ScenarioRun(Configuration(ScenarioName.FromScratch), 2).State()["original.layer1.weight"]) > 0.01);

    [Fact]
    public void A_foreign_state_is_refused() =>
        Assert.Throws<ArgumentException>(() => new ScenarioRun(Configuration(ScenarioName.FromScratch)).Load(new Dictionary<string, Tensor> { ["x"] = zeros(1) }));

    [Fact]
    public void Configurations_hold_the_papers_numbers()
    {
        var post = RunConfiguration.Of(ScenarioName.PostTraining, ArchitectureName.Mlp, DatasetName.FashionMnist, ActivationName.PhotonicSigmoid, OptimizerName.Csgd);
        Assert.Equal((5, 5, 0.01, 0.0027, 256, false), (post.OriginalEpochs, post.TwinEpochs, post.SgdRate, post.TwinRates.In, post.BatchSize, post.Shuffle));
        var scratch = RunConfiguration.Of(ScenarioName.FromScratch, ArchitectureName.Cnn, DatasetName.Cifar10, ActivationName.PhotonicSinusoidal, OptimizerName.Nnsgd);
        Assert.Equal((0, 100, new TwinRates(0.71, 0.37)), (scratch.OriginalEpochs, scratch.TwinEpochs, scratch.TwinRates));
        Assert.True(scratch.Transform.Input.IsSigned);
        var transformation = RunConfiguration.Of(ScenarioName.Transformation, ArchitectureName.Cnn, DatasetName.FashionMnist, ActivationName.PhotonicSinusoidal);
        Assert.Equal((50, 0, 0.056), (transformation.OriginalEpochs, transformation.TwinEpochs, transformation.SgdRate));
        Assert.Throws<NotSupportedException>(() => RunConfiguration.Of(ScenarioName.FromScratch, ArchitectureName.Mlp, DatasetName.Mnist, ActivationName.Relu, OptimizerName.Csgd));
        Assert.Throws<ArgumentException>(() => RunConfiguration.Of(ScenarioName.FromScratch, ArchitectureName.Mlp, DatasetName.Mnist, ActivationName.Relu));
    }

    [Fact]
    public void Presets_reproduce_upstream_defects_only_when_asked()
    {
        var c = RunConfiguration.Of(ScenarioName.Transformation, ArchitectureName.Cnn, DatasetName.FashionMnist, ActivationName.PhotonicSigmoid);
        Assert.False(c.Transform.UpstreamNewBias);
        var network = c.CreateNetwork();
        // A filter that can only answer positively: the case that the official routine gets wrong.
        using (no_grad()) network.state_dict()["conv1.bias"][0] = tensor(3f);
        var data = Data();
        Assert.True(IsomorphismReport.Compare(network, NonNegativeTransform.Apply(network, c.Transform), data).Matches);
        var upstream = Presets.Named("upstream-new-bias").Apply(c);
        Assert.False(IsomorphismReport.Compare(network, NonNegativeTransform.Apply(network, upstream.Transform), data).Matches);
        Assert.Contains("upstream-raw-nll", Assert.Throws<ArgumentException>(() => Presets.Named("none")).Message);
    }

    [Fact]
    public void The_raw_loss_preset_trains_logits_without_a_softmax()
    {
        var c = RunConfiguration.Of(ScenarioName.FromScratch, ArchitectureName.Cnn, DatasetName.FashionMnist, ActivationName.PhotonicSinusoidal, OptimizerName.Nnsgd);
        var raw = Presets.Named("upstream-raw-nll").Apply(c);
        Assert.Equal(c with { UpstreamRawNll = true }, raw);
        using var _ = no_grad();
        var data = Data().Take(1).ToList();
        var run = new ScenarioRun(raw, seed: 3);
        var logits = run.Twin!.forward(data[0].Item1);
        Assert.Equal(nn.functional.nll_loss(logits, data[0].Item2).ToDouble(), run.Evaluate(data).Loss, 1e-6);
        Assert.Equal(nn.functional.cross_entropy(logits, data[0].Item2).ToDouble(), new ScenarioRun(c, seed: 3).Evaluate(data).Loss, 1e-6);
    }

    [Theory]
    [InlineData(ActivationName.Relu4, 4)]
    [InlineData(ActivationName.Relu14, 14)]
    public void The_relu_preset_has_alpha_14_everywhere_and_an_unclipped_original(ActivationName activation, double clip)
    {
        using var _ = no_grad();
        var c = RunConfiguration.Of(ScenarioName.Transformation, ArchitectureName.Mlp, DatasetName.FashionMnist, activation);
        Assert.Equal(clip, c.Transform.Input.Max);
        var preset = Presets.Named("upstream-relu-alpha-14").Apply(c);
        manual_seed(3);
        var network = preset.CreateNetwork().to(ScalarType.Float64);
        foreach (var parameter in network.parameters().Where(p => p.ndim == 2)) parameter.mul_(8);
        var twin = NonNegativeTransform.Apply(network, preset.Transform);
        Assert.All(twin.Layers, l => Assert.Equal(InputRange.UpTo(14), l.Layer.Range));
        var x = Data()[0].Item1.to(ScalarType.Float64);
        // The twin is the network with clipped activations, not the network itself.
        var clipped = new Mlp([784, 100, 200, 10], activation.Create()).to(ScalarType.Float64);
        clipped.load_state_dict(network.state_dict());
        Near.Within(1e-9, clipped.forward(x), twin.forward(x));
        Assert.True(Near.Difference(network.forward(x), twin.forward(x)) > 0.5);
        var relu = RunConfiguration.Of(ScenarioName.Transformation, ArchitectureName.Mlp, DatasetName.FashionMnist, ActivationName.Relu);
        Assert.Equal(relu, Presets.Named("upstream-relu-alpha-14").Apply(relu));
    }

    [Fact]
    public void The_ten_epoch_preset_shortens_runs_from_scratch_only()
    {
        var preset = Presets.Named("readme-10-epochs");
        var scratch = RunConfiguration.Of(ScenarioName.FromScratch, ArchitectureName.Mlp, DatasetName.FashionMnist, ActivationName.PhotonicSinusoidal, OptimizerName.Csgd);
        Assert.Equal(50, scratch.TwinEpochs);
        Assert.Equal(scratch with { TwinEpochs = 10 }, preset.Apply(scratch));
        var post = RunConfiguration.Of(ScenarioName.PostTraining, ArchitectureName.Mlp, DatasetName.FashionMnist, ActivationName.PhotonicSinusoidal, OptimizerName.Csgd);
        Assert.Equal(post, preset.Apply(post));
    }
}
