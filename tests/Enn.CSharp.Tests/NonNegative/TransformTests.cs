using Enn.NonNegative;
using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>The transformation of whole networks: P2, P6, P12, P22 to P24, P26, P27.</summary>
public class TransformTests
{
    private static readonly ShiftRule[] _rules = Enum.GetValues<ShiftRule>();

    public sealed record NetworkCase(string Kind, ScalarType Dtype, ShiftRule Rule, ExecutionPath Path, int Seed);

    private static Gen<NetworkCase> Cases(params string[] kinds) =>
        from kind in Gen.Elements(kinds)
        from dtype in Gen.Elements(ScalarType.Float32, ScalarType.Float64)
        from rule in Gen.Elements(_rules)
        from path in Gen.Elements(ExecutionPath.Fused, ExecutionPath.TwoBranch)
        from seed in Property.Seeds
        select new NetworkCase(kind, dtype, rule, path, seed);

    private static (Module<Tensor, Tensor> Network, Tensor X) Make(NetworkCase which)
    {
        var draw = new Draw(which.Seed);
        Activation act = draw.One<Activation>(new PhotonicSigmoid(), new PhotonicSinusoidal(), new ReluN(6), new GeluN(), ModuleActivation.Of(nn.Tanh())!);
        Module<Tensor, Tensor> network = which.Kind switch
        {
            "mlp" => new Mlp([draw.Int(1, 30), draw.Int(1, 30), draw.Int(1, 30), draw.Int(2, 10)], act),
            "cnn" => new MnistCnn(act),
            "conv1d" => nn.Sequential(nn.Conv1d(2, 5, 3, padding: 1), nn.BatchNorm1d(5), act, nn.AvgPool1d(2), nn.Conv1d(5, 4, 3), act, nn.Flatten(), nn.Linear(8, 3)),
            "pools" => nn.Sequential(nn.Conv2d(2, 4, 3, padding: 1, bias: false), nn.BatchNorm2d(4), act, nn.MaxPool2d(2), nn.Conv2d(4, 4, 3, groups: 2), act,
                nn.AdaptiveAvgPool2d(2), nn.Dropout(0.5), nn.Flatten(), nn.Linear(16, 5), act, nn.Linear(5, 3)),
            _ => throw new ArgumentException(which.Kind),
        };
        Networks.Randomise(network, which.Seed, 2);
        network.to(which.Dtype);
        network.eval();
        var x = which.Kind switch
        {
            "mlp" => draw.Uniform([20, ((Linear)((ILayered)network).Layers[1]).in_features], which.Dtype),
            "cnn" => draw.Uniform([2, 1, 28, 28], which.Dtype),
            "conv1d" => draw.Uniform([4, 2, 8], which.Dtype),
            _ => draw.Uniform([4, 2, 10, 10], which.Dtype),
        };
        return (network, x);
    }

    [Fact]
    public void P2_a_network_and_its_twin_agree() => Property.Holds(Cases("mlp", "cnn", "conv1d", "pools"), which =>
    {
        using var _ = no_grad();
        var (network, x) = Make(which);
        var twin = NonNegativeTransform.Apply(network, new() { Rule = which.Rule, Path = which.Path });
        var (a, b) = (network.forward(x), twin.forward(x));
        Near.Within(Tolerance(which, a), a, b);
        SamePredictions(a, b, Tolerance(which, a));
    }, 60);

    [Fact]
    public void P6_every_quantity_of_a_network_is_not_negative() => Property.Holds(Cases("mlp", "cnn", "conv1d", "pools"), which =>
    {
        var (network, x) = Make(which);
        var twin = NonNegativeTransform.Apply(network, new() { Rule = which.Rule, Path = which.Path });
        var audit = NonNegativeAudit.Of(twin, [x]);
        Assert.True(audit.Holds, string.Join("; ", audit.Violations));
        Assert.Equal(6 * twin.Layers.Count(), audit.Entries.Count);
        Assert.Equal(which.Path, twin.Path);
        using (no_grad()) twin.Layers.First().Layer.WeightPlus.sub_(1);
        Assert.False(NonNegativeAudit.Of(twin, [x]).Holds);
    });

    [Fact]
    public void P6_an_input_out_of_range_shows_in_the_audit()
    {
        var twin = NonNegativeTransform.Apply(new Mlp([3, 4, 2], new PhotonicSinusoidal()));
        var audit = NonNegativeAudit.Of(twin, [full(new long[] { 1, 3 }, 1.5)]);
        Assert.False(audit.Holds);
        Assert.Equal(-0.5, audit.Violations.Single(v => v.Quantity == "a_max - x").Minimum, 6);
    }

    [Fact]
    public void P12_the_inverse_of_a_network_transforms_into_the_same_twin() => Property.Holds(Cases("mlp", "conv1d", "pools"), which =>
    {
        var (network, x) = Make(which);
        var options = new TransformOptions { Rule = which.Rule, Path = which.Path };
        var twin = NonNegativeTransform.Apply(network, options);
        var inverse = NonNegativeTransform.Inverse(twin);
        inverse.eval();
        var a = network.forward(x);
        Near.Within(Tolerance(which, a), a, inverse.forward(x));
        var again = NonNegativeTransform.Apply(inverse, options);
        foreach (var ((_, l), (_, m)) in twin.Layers.Zip(again.Layers))
        {
            Near.Exactly(l.WeightPlus, m.WeightPlus);
            Near.Exactly(l.WeightMinus, m.WeightMinus);
            var eps = which.Dtype == ScalarType.Float32 ? 1.2e-7 : 2.3e-16;
            var tolerance = 4 * eps * (l.ActivationShift.max().ToDouble() + l.NewBias.max().ToDouble());
            Near.Within(tolerance, l.NewBias, m.NewBias);
            Near.Within(tolerance, l.ActivationShift, m.ActivationShift);
        }
    }, 20);

    [Theory]
    [InlineData(false, 1, 4, 4)]
    [InlineData(false, 2, 4, 6)]
    [InlineData(true, 1, 16, 4)]
    [InlineData(true, 2, 6, 3)]
    public void P22_folded_residual_blocks_agree(bool bottleneck, long stride, long inputs, long width) => Property.Holds(Property.Seeds, seed =>
    {
        using var _ = no_grad();
        var act = new ReluN(9);
        Module<Tensor, Tensor> Block() => bottleneck ? new Bottleneck(inputs, width, stride, act) : new BasicBlock(inputs, width, stride, act);
        var network = nn.Sequential(Block(), nn.Conv2d(bottleneck ? 4 * width : width, 3, 1));
        Networks.Randomise(network, seed, 1.4);
        network.to(ScalarType.Float64);
        network.eval();
        var x = new Draw(seed).Uniform([3, inputs, 6, 5], ScalarType.Float64, 0, 4);
        foreach (var rule in _rules)
        foreach (var path in Enum.GetValues<ExecutionPath>())
        {
            var twin = NonNegativeTransform.Apply(network, new() { Input = InputRange.UpTo(4), Rule = rule, Path = path });
            var a = network.forward(x);
            Near.Within(1e-12 * Scale(twin), a, twin.forward(x));
            Assert.True(NonNegativeAudit.Of(twin, [x]).Holds);
            if (path == ExecutionPath.TwoBranch) Near.NotNegative(ResidualSum(twin, x));
        }
    }, 5);

    private static Tensor ResidualSum(NonNegativeNetwork twin, Tensor x)
    {
        var block = (NonNegativeResidual)twin.Steps[0].Step;
        Tensor Run(IReadOnlyList<Module<Tensor, Tensor>> steps) => steps.Aggregate(x, (v, s) => s.forward(v));
        return Run(block.Main) + Run(block.Shortcut);
    }

    [Fact]
    public void P23_a_recurrent_layer_and_its_twin_agree_at_every_step() => Property.Holds(Property.Seeds, seed =>
    {
        using var _ = no_grad();
        var draw = new Draw(seed);
        var (inputs, hidden, steps) = (draw.Int(1, 8), draw.Int(1, 8), draw.Int(1, 10));
        var activation = draw.One<Activation>(new PhotonicSigmoid(), new PhotonicSinusoidal(), ModuleActivation.Of(nn.Tanh())!);
        var rnn = new Rnn(draw.Normal([hidden, inputs], ScalarType.Float64), draw.Normal([hidden, hidden], ScalarType.Float64), draw.Normal([hidden], ScalarType.Float64), activation);
        var range = new InputRange(draw.One(0, -1.5), 2);
        var x = draw.Uniform([3, steps, inputs], ScalarType.Float64, range.Min, range.Max);
        var expected = rnn.forward(x);
        foreach (var rule in _rules)
        {
            var seen = 0;
            var twin = new NonNegativeRnn(rnn, range, rule)
            {
                Path = ExecutionPath.TwoBranch,
                Observer = z =>
                {
                    seen++;
                    Near.NotNegative(z);
                },
            };
            // The sigmoid multiplies differences by up to 7 at each step.
            var tolerance = 1e-12 * steps * (activation is PhotonicSigmoid ? 100 : 1);
            Near.Within(tolerance, expected, twin.forward(x));
            Assert.Equal(steps, seen);
            twin.Path = ExecutionPath.Fused;
            Near.Within(tolerance, expected, twin.forward(x));
            Near.Within(tolerance, expected, twin.Inverse().forward(x));
        }
    }, 20);

    [Fact]
    public void P23_a_network_with_a_recurrent_layer_is_transformed()
    {
        var draw = new Draw(4);
        var network = nn.Sequential(new Rnn(3, 6, new PhotonicSinusoidal()), new LastStep(), nn.Linear(6, 2));
        var x = draw.Uniform([5, 7, 3], ScalarType.Float32);
        foreach (var path in Enum.GetValues<ExecutionPath>())
            Near.Within(1e-5, network.forward(x), NonNegativeTransform.Apply(network, new() { Path = path }).forward(x));
    }

    [Fact]
    public void P24_a_relu_network_equals_its_twin_up_to_clipped_units() => Property.Holds(Property.Seeds, seed =>
    {
        using var _ = no_grad();
        var draw = new Draw(seed);
        var relu = new Relu();
        var network = nn.Sequential(nn.Linear(6, 12), relu, nn.Linear(12, 3));
        Networks.Randomise(network, seed, 3);
        network.to(ScalarType.Float64);
        var x = draw.Uniform([50, 6], ScalarType.Float64);
        var hidden = relu.forward(((Module<Tensor, Tensor>)network.children().First()).forward(x));
        var largest = hidden.max().ToDouble();
        var exact = NonNegativeTransform.Apply(network, new() { ActivationBound = largest });
        Near.Within(1e-11, network.forward(x), exact.forward(x));
        var bound = largest * 0.6;
        var clipped = NonNegativeTransform.Apply(network, new() { ActivationBound = bound });
        var whole = hidden.amax([1]).le(bound).nonzero().flatten();
        Near.Within(1e-11, network.forward(x).index_select(0, whole), clipped.forward(x).index_select(0, whole));
        if (largest > 0) Assert.True(Near.Difference(network.forward(x), clipped.forward(x)) > 1e-6);
        var calibrated = NonNegativeTransform.Apply(network, new() { Calibration = [x] });
        Near.Within(1e-11, network.forward(x), calibrated.forward(x));
        Assert.True(NonNegativeAudit.Of(calibrated, [x]).Holds);
        Assert.True(calibrated.Layers.Zip(exact.Layers).All(p => p.First.Layer.ActivationShift.ToDouble() <= p.Second.Layer.ActivationShift.ToDouble() * (1 + 1e-12)));
    }, 20);

    [Fact]
    public void P26_a_saved_twin_loads_bit_for_bit() => Property.Holds(Cases("mlp", "pools"), which =>
    {
        var (network, x) = Make(which);
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
    public void P27_training_a_twin_does_not_change_the_original() => Property.Holds(Cases("mlp", "pools"), which =>
    {
        var (network, x) = Make(which);
        var before = network.state_dict().ToDictionary(e => e.Key, e => e.Value.clone());
        var twin = NonNegativeTransform.Apply(network, new() { Rule = which.Rule, Path = which.Path });
        twin.train();
        var optimizer = new Nnsgd(twin.parameters(), 0.5, 0.5);
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
    public void Dropout_leaves_room_for_its_scaling_while_training()
    {
        manual_seed(1);
        var network = nn.Sequential(nn.Linear(5, 40), new PhotonicSinusoidal(), nn.Dropout(0.5), nn.Linear(40, 3));
        var twin = NonNegativeTransform.Apply(network);
        Assert.Equal(2, twin.Layers.Last().Layer.Range.Max);
        Assert.True(NonNegativeAudit.Of(twin, [rand(30, 5)]).Holds);
        twin.eval();
        network.eval();
        var x = rand(30, 5);
        Near.Within(1e-5, network.forward(x), twin.forward(x));
    }

    [Fact]
    public void Layers_without_a_non_negative_form_are_named()
    {
        var odd = nn.Sequential(("first", nn.Linear(2, 2)), ("odd", nn.Softplus()));
        Assert.Contains("odd", Assert.Throws<NotSupportedException>(() => NonNegativeTransform.Apply(odd)).Message);
        var unbounded = nn.Sequential(("first", nn.Linear(2, 2)), ("second", nn.Linear(2, 2)));
        Assert.Contains("second", Assert.Throws<InvalidOperationException>(() => NonNegativeTransform.Apply(unbounded)).Message);
        Assert.Equal(2, NonNegativeTransform.Apply(unbounded, new() { Calibration = [ones(3, 2)] }).Layers.Count());
        var loose = nn.Sequential(nn.BatchNorm2d(2), nn.Conv2d(2, 2, 1));
        Assert.Throws<NotSupportedException>(() => NonNegativeTransform.Apply(loose));
    }

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

    private static double Scale(NonNegativeNetwork twin) => 1 + twin.Layers.Max(l => l.Layer.ActivationShift.max().ToDouble());

    private static double Tolerance(NetworkCase which, Tensor output) =>
        (which.Dtype == ScalarType.Float32 ? 1e-3 : 1e-11) * Math.Max(1, output.abs().max().ToDouble());

    private static void SamePredictions(Tensor a, Tensor b, double tolerance)
    {
        var (top, _) = a.topk(2);
        var changed = a.argmax(-1).ne(b.argmax(-1)).logical_and((top.select(1, 0) - top.select(1, 1)).gt(2 * tolerance));
        Assert.False(changed.any().item<bool>());
    }
}
