using Enn.NonNegative;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>Recurrent layers (P23).</summary>
public class RecurrentTests
{
    [Fact]
    public void P23_a_recurrent_layer_and_its_twin_agree_at_every_step() => Property.Holds(Property.Seeds, seed =>
    {
        using var _ = no_grad();
        var draw = new Draw(seed);
        var (inputs, hidden, steps) = (draw.Int(1, 8), draw.Int(1, 8), draw.Int(1, 10));
        var activation = draw.One<Activation>(new PhotonicSigmoid(), new PhotonicSinusoidal(), ModuleActivation.Of(nn.Tanh())!);
        // Recurrent weights with |g'| ||W_hh|| of order 1 at most: otherwise rounding errors grow from step to step, in the original too.
        var slope = activation is PhotonicSigmoid ? 7.2 : 1.6;
        var rnn = new Rnn(draw.Normal([hidden, inputs], ScalarType.Float64, 1 / Math.Sqrt(inputs)),
            draw.Normal([hidden, hidden], ScalarType.Float64, 0.5 / (slope * Math.Sqrt(hidden))), draw.Normal([hidden], ScalarType.Float64), activation);
        var range = new InputRange(draw.One(0, -1.5), 2);
        var x = draw.Uniform([3, steps, inputs], ScalarType.Float64, range.Min, range.Max);
        var expected = rnn.forward(x);
        foreach (var rule in Enum.GetValues<ShiftRule>())
        {
            var seen = 0;
            var twin = new NonNegativeRnn(rnn, range, rule)
            {
                Path = ExecutionPath.TwoBranch,
                Observer = (quantity, values) =>
                {
                    if (quantity == "z'") seen++;
                    Near.NotNegative(values);
                },
            };
            var tolerance = 1e-12 * steps;
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
    public void A_recurrent_relu_takes_the_bound_that_is_given_or_measured()
    {
        using var _ = no_grad();
        var draw = new Draw(8);
        var rnn = new Rnn(draw.Normal([4, 3], ScalarType.Float64), draw.Normal([4, 4], ScalarType.Float64, 0.2), draw.Normal([4], ScalarType.Float64), new Relu());
        var network = nn.Sequential(rnn, new LastStep(), nn.Linear(4, 2, dtype: ScalarType.Float64));
        var x = draw.Uniform([6, 5, 3], ScalarType.Float64);
        Assert.Contains("ActivationBound", Assert.Throws<InvalidOperationException>(() => NonNegativeTransform.Apply(network)).Message);
        var largest = rnn.forward(x).max().ToDouble();
        TransformOptions[] all = [new() { ActivationBound = 50 }, new() { ActivationBound = largest }, new() { Calibration = [x] }];
        foreach (var options in all)
        {
            var twin = NonNegativeTransform.Apply(network, options);
            Near.Within(1e-12, network.forward(x), twin.forward(x));
            Assert.True(NonNegativeAudit.Of(twin, [x]).Holds);
            Assert.Equal(options.ActivationBound ?? largest, twin.Layers.Single().Layer.Range.Max);
        }
        var clipped = NonNegativeTransform.Apply(network, new() { ActivationBound = largest * 0.5 });
        Assert.True(Near.Difference(network.forward(x), clipped.forward(x)) > 1e-6);
    }

    [Fact]
    public void A_recurrent_layer_follows_the_upstream_bias_too()
    {
        using var _ = no_grad();
        // A positive bt, where the official routine is wrong.
        var rnn = new Rnn(tensor([0.5, -2], [2, 1], ScalarType.Float64), zeros([2, 2], ScalarType.Float64), tensor([1.0, 0], ScalarType.Float64), new PhotonicSinusoidal());
        var x = full([1, 1, 1], 0.25, ScalarType.Float64);
        Near.Within(1e-12, rnn.forward(x), NonNegativeTransform.Apply(rnn).forward(x));
        var upstream = NonNegativeTransform.Apply(rnn, new() { UpstreamNewBias = true });
        var layer = (NonNegativeRnn)upstream.Steps[0].Step;
        Near.Values(1e-12, layer.state_dict()["bias"], 1, 0);
        Assert.True(Near.Difference(rnn.forward(x), upstream.forward(x)) > 0.1);
    }
}
