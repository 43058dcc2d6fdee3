using Enn.NonNegative;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>Where ranges come from: bounds (P24), calibration, dropout.</summary>
public class RangeTests
{
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Dropout_has_its_room_also_where_ranges_are_measured(bool residual)
    {
        manual_seed(2);
        var act = new PhotonicSinusoidal();
        var network = residual
            ? nn.Sequential(nn.Conv2d(2, 4, 1), act, nn.Dropout(0.5), new BasicBlock(4, 4, 1, new ReluN(4)))
            : nn.Sequential(nn.Linear(5, 40), act, nn.Dropout(0.5), nn.Dropout(0.2), nn.Linear(40, 3));
        var x = residual ? rand(20, 2, 3, 3) : rand(30, 5);
        var inner = network.children().Take(2).Cast<Module<Tensor, Tensor>>().Aggregate(x, (v, layer) => layer.forward(v)).max().ToDouble();
        network.train();
        var twin = NonNegativeTransform.Apply(network, new() { Calibration = [x] });
        Assert.True(network.training);
        Assert.True(twin.training);
        var reader = residual ? twin.Layers.ElementAt(1).Layer : twin.Layers.Last().Layer;
        Assert.Equal(inner * (residual ? 2 : 2.5), reader.Range.Max, 1e-5);
        // The dropout before the block is what the audit is about; past it, values are bounded by what was measured in evaluation mode.
        for (var i = 0; i < 5; i++)
            Assert.DoesNotContain(NonNegativeAudit.Of(twin, [x]).Violations, v => v.Quantity is "x - a_min" or "z'" || v.Layer.Contains(residual ? "conv1" : "4", StringComparison.Ordinal));
        network.eval();
        twin.eval();
        Near.Within(1e-5, network.forward(x), twin.forward(x));
    }

    [Fact]
    public void A_measured_maximum_clips_a_relu_on_larger_inputs()
    {
        using var _ = no_grad();
        var network = nn.Sequential(nn.Linear(1, 1), nn.ReLU(), nn.Linear(1, 1));
        foreach (var p in network.parameters()) p.fill_(1);
        var calibrated = NonNegativeTransform.Apply(network, new() { Calibration = [full(new long[] { 1, 1 }, 0.5)] });
        Near.Values(1e-6, calibrated.forward(full(new long[] { 1, 1 }, 0.9)), 2.5);
        var bounded = NonNegativeTransform.Apply(network, new() { ActivationBound = 2, Calibration = [full(new long[] { 1, 1 }, 0.5)] });
        Near.Values(1e-6, bounded.forward(full(new long[] { 1, 1 }, 0.9)), 2.9);
    }

    [Fact]
    public void Modes_are_restored_when_a_batch_throws()
    {
        var network = new Mlp([3, 4, 2], new PhotonicSinusoidal());
        var twin = NonNegativeTransform.Apply(network);
        network.train();
        twin.train();
        static IEnumerable<Tensor> Inputs()
        {
            yield return ones(1, 3);
            throw new OperationCanceledException();
        }
        Assert.Throws<OperationCanceledException>(() => NonNegativeTransform.Apply(network, new() { Calibration = Inputs() }));
        Assert.True(network.training);
        Assert.Throws<OperationCanceledException>(() => IsomorphismReport.Compare(network, twin, Inputs().Select(x => (x, zeros(1, ScalarType.Int64)))));
        Assert.True(network.training && twin.training);
        Assert.Throws<OperationCanceledException>(() => NonNegativeAudit.Of(twin, Inputs()));
        Assert.All(twin.Layers, l => Assert.Null(l.Layer.Observer));
    }
}
