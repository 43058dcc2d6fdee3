using Enn.NonNegative;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>What is stored and what training changes: P18 on whole networks, P26, P27; the report that compares networks.</summary>
public class StateTests
{
    [Fact]
    public void P18_training_a_network_changes_parameters_only() => Property.Holds(NetworkCase.Gen("mlp", "pools", "residual", "rnn"), which =>
    {
        var (network, x) = which.Make();
        var twin = NonNegativeTransform.Apply(network, new() { Rule = which.Rule, Path = which.Path });
        var before = twin.state_dict().ToDictionary(e => e.Key, e => e.Value.clone());
        var parameters = twin.named_parameters().Select(p => p.Item1).ToHashSet();
        Assert.All(parameters, name => Assert.Matches("(weight_(ih_|hh_)?(plus|minus)|bias)$", name));
        Assert.All(before.Keys.Except(parameters), name => Assert.Matches(@"(^|\.)(alpha|alpha_min|alpha_x|alpha_h|c)$", name));
        foreach (var optimizer in new IOptimizer[] { new Csgd(twin.parameters(), 0.01), new Nnsgd(twin.parameters(), 0.5, 0.5) })
        {
            optimizer.ZeroGrad();
            twin.forward(x).square().sum().backward();
            Assert.All(twin.parameters(), p => Assert.NotNull(p.grad));
            optimizer.Update();
        }
        var after = twin.state_dict();
        foreach (var name in before.Keys.Except(parameters))
        {
            Assert.False(after[name].requires_grad);
            Near.Exactly(before[name], after[name]);
        }
        Assert.Contains(parameters, name => Near.Difference(before[name], after[name]) > 0);
    }, 12);

    [Fact]
    public void P26_a_saved_twin_loads_bit_for_bit() => Property.Holds(NetworkCase.Gen("mlp", "pools", "residual", "rnn"), which =>
    {
        var (network, x) = which.Make();
        var options = new TransformOptions { Rule = which.Rule, Path = which.Path };
        var twin = NonNegativeTransform.Apply(network, options);
        var file = Path.GetTempFileName();
        try
        {
            Torch.Safetensors.Save(file, twin.state_dict());
            Networks.Randomise(network, which.Seed + 1);
            var other = NonNegativeTransform.Apply(network, options);
            other.load_state_dict(Torch.Safetensors.Load(file));
            foreach (var (key, value) in twin.state_dict()) Near.Exactly(value, other.state_dict()[key]);
            Near.Exactly(twin.forward(x), other.forward(x));
        }
        finally
        {
            File.Delete(file);
        }
    }, 10);

    [Fact]
    public void P27_training_a_twin_does_not_change_the_original() => Property.Holds(NetworkCase.Gen("mlp", "pools", "residual", "rnn"), which =>
    {
        var (network, x) = which.Make();
        var before = network.state_dict().ToDictionary(e => e.Key, e => e.Value.clone());
        var twin = NonNegativeTransform.Apply(network, new() { Rule = which.Rule, Path = which.Path });
        twin.train();
        var optimizer = which.Seed % 2 == 0 ? (IOptimizer)new Nnsgd(twin.parameters(), 0.5, 0.5) : new Csgd(twin.parameters(), 0.01);
        for (var step = 0; step < 2; step++)
        {
            optimizer.ZeroGrad();
            twin.forward(x).square().sum().backward();
            optimizer.Update();
        }
        Assert.False(network.training);
        foreach (var (key, value) in network.state_dict()) Near.Exactly(before[key], value);
        Assert.All(network.parameters(), p => Assert.Null(p.grad));
    }, 10);

    [Fact]
    public void A_report_counts_changed_predictions_and_differences()
    {
        var network = new Mlp([4, 6, 3], new PhotonicSinusoidal());
        var draw = new Draw(2);
        (Tensor, Tensor)[] batches = [(draw.Uniform([30, 4], ScalarType.Float32), zeros(30, ScalarType.Int64)), (draw.Uniform([7, 4], ScalarType.Float32), ones(7, ScalarType.Int64))];
        var report = IsomorphismReport.Compare(network, NonNegativeTransform.Apply(network), batches);
        Assert.True(report.Matches);
        Assert.Equal((37, report.OriginalAccuracy), (report.Samples, report.TwinAccuracy));
        var broken = NonNegativeTransform.Apply(network);
        using (no_grad()) broken.Layers.Last().Layer.NewBias.add_(tensor([5f, 0, 0]).roll(network.forward(batches[0].Item1)[0].argmax().item<long>() + 1));
        var wrong = IsomorphismReport.Compare(network, broken, batches);
        Assert.False(wrong.Matches);
        Assert.True(wrong.ChangedPredictions > 0 && wrong.MaxLogitDifference > 1);
        Assert.Throws<ArgumentException>(() => IsomorphismReport.Compare(network, broken, []));
    }

    [Theory]
    [InlineData(ScalarType.Float32, 1e-3)]
    [InlineData(ScalarType.Float64, 1e-11)]
    public void A_report_has_the_tolerance_of_the_type(ScalarType dtype, double tolerance)
    {
        var network = new Mlp([4, 3], new PhotonicSinusoidal());
        network.to(dtype);
        Assert.Equal(tolerance, IsomorphismReport.Compare(network, network, [(ones([1, 4], dtype), zeros(1, ScalarType.Int64))]).Tolerance);
    }
}
