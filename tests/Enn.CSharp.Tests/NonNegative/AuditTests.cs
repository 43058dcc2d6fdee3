using Enn.NonNegative;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>The audit (P6), and canonicalising whole networks (P20).</summary>
public class AuditTests
{
    [Fact]
    public void P6_every_quantity_of_a_network_is_not_negative() => Property.Holds(NetworkCase.Gen("mlp", "cnn", "conv1d", "pools", "residual", "rnn"), which =>
    {
        var (network, x) = which.Make();
        var twin = NonNegativeTransform.Apply(network, new() { Rule = which.Rule, Path = which.Path });
        var audit = NonNegativeAudit.Of(twin, [x]);
        Assert.True(audit.Holds, string.Join("; ", audit.Violations));
        var parts = twin.modules().ToList();
        var bounded = parts.OfType<ShiftedActivation>().Count(a => a.Activation.Range is not null);
        Assert.Equal(6 * twin.Layers.Count() + 10 * parts.OfType<NonNegativeRnn>().Count() + 3 * parts.OfType<NonNegativeResidual>().Count() + 2 * bounded,
            audit.Entries.Count);
        Assert.Equal(which.Path, twin.Path);
        // Any stored value that turns negative shows, whatever the layer's kind.
        foreach (var parameter in twin.parameters())
        {
            using var _ = no_grad();
            var before = parameter.clone();
            parameter.sub_(100);
            Assert.False(NonNegativeAudit.Of(twin, [x]).Holds);
            parameter.copy_(before);
        }
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
    public void P6_nothing_to_audit_is_no_success()
    {
        var twin = NonNegativeTransform.Apply(new Mlp([3, 4, 2], new PhotonicSinusoidal()));
        Assert.Throws<ArgumentException>(() => NonNegativeAudit.Of(twin, []));
        Assert.Throws<ArgumentException>(() => NonNegativeAudit.Of(new NonNegativeNetwork([("pool", nn.MaxPool2d(2))]), [ones(1, 1, 2, 2)]));
        Assert.False(new NonNegativeAudit([]).Holds);
    }

    [Fact]
    public void P6_an_activation_below_its_bounds_shows_in_the_audit()
    {
        var wrong = new ModuleActivation("wrong", x => x.tanh(), InputRange.Unit);
        var twin = NonNegativeTransform.Apply(nn.Sequential(nn.Linear(3, 40), wrong));
        Assert.Contains(NonNegativeAudit.Of(twin, [zeros(1, 3)]).Violations, v => v is { Layer: "1", Quantity: "y - g_min" });
    }

    [Fact]
    public void P20_canonicalising_a_network_keeps_its_function_and_separates_every_pair() => Property.Holds(NetworkCase.Gen("mlp", "pools", "residual", "rnn"), which =>
    {
        using var _ = no_grad();
        var (network, x) = (which with { Dtype = ScalarType.Float64 }).Make();
        var twin = NonNegativeTransform.Apply(network, new() { Rule = which.Rule, Path = which.Path });
        var draw = new Draw(which.Seed);
        foreach (var (name, parameter) in twin.named_parameters())
            if (parameter.ndim > 1) parameter.add_(draw.Uniform(parameter.shape, parameter.dtype, 0, 0.2));
        var before = twin.forward(x);
        twin.Canonicalise();
        Near.Within(1e-11, before, twin.forward(x));
        Assert.True(NonNegativeAudit.Of(twin, [x]).Holds);
        var state = twin.state_dict();
        var pairs = state.Keys.Where(k => k.EndsWith("_plus", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(pairs);
        foreach (var plus in pairs) Assert.Equal(0, minimum(state[plus], state[plus.Replace("_plus", "_minus", StringComparison.Ordinal)]).max().ToDouble());
    }, 20);
}
