using Enn.NonNegative;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>Residual blocks with folded batch normalisations (P22), signed values included.</summary>
public class ResidualTests
{
    [Theory]
    [InlineData(false, 1, 4, 4)]
    [InlineData(false, 2, 4, 6)]
    [InlineData(true, 1, 16, 4)]
    [InlineData(true, 2, 6, 3)]
    public void P22_folded_residual_blocks_agree(bool bottleneck, long stride, long inputs, long width) => Property.Holds(Property.Seeds, seed =>
    {
        using var _ = no_grad();
        var act = new ReluN(4);
        Module<Tensor, Tensor> Block() => bottleneck ? new Bottleneck(inputs, width, stride, act) : new BasicBlock(inputs, width, stride, act);
        var network = nn.Sequential(Block(), nn.Conv2d(bottleneck ? 4 * width : width, 3, 1));
        Networks.Randomise(network, seed);
        network.to(ScalarType.Float64);
        network.eval();
        var x = new Draw(seed).Uniform([3, inputs, 6, 5], ScalarType.Float64, 0, 4);
        foreach (var rule in Enum.GetValues<ShiftRule>())
            foreach (var path in Enum.GetValues<ExecutionPath>())
            {
                var twin = NonNegativeTransform.Apply(network, new() { Input = InputRange.UpTo(4), Rule = rule, Path = path });
                var a = network.forward(x);
                Near.Within(1e-12, a, twin.forward(x));
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

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void P22_signed_values_on_an_identity_shortcut_are_lifted(bool bottleneck, bool calibrated) => Property.Holds(Property.Seeds, seed =>
    {
        using var _ = no_grad();
        var draw = new Draw(seed);
        var act = draw.One<Activation>(new GeluN(), ModuleActivation.Of(nn.Tanh())!, new ReluN(4));
        // The second block reads the first one's activation, which may be signed too.
        Module<Tensor, Tensor> Block() => bottleneck ? new Bottleneck(8, 2, 1, act) : new BasicBlock(8, 8, 1, act);
        var network = nn.Sequential(Block(), Block());
        Networks.Randomise(network, seed);
        network.to(ScalarType.Float64);
        network.eval();
        var x = draw.Uniform([3, 8, 4, 5], ScalarType.Float64, -1.5, 2);
        foreach (var rule in Enum.GetValues<ShiftRule>())
            foreach (var path in Enum.GetValues<ExecutionPath>())
            {
                var options = new TransformOptions { Rule = rule, Path = path };
                var twin = NonNegativeTransform.Apply(network, calibrated ? options with { Calibration = [x], CalibrationMargin = 0.01 } : options with { Input = new(-1.5, 2) });
                Near.Within(1e-12, network.forward(x), twin.forward(x));
                var audit = NonNegativeAudit.Of(twin, [x]);
                Assert.True(audit.Holds, string.Join("; ", audit.Violations));
                Assert.Equal(6, audit.Entries.Count(e => e.Quantity is "main'" or "shortcut'" or "sum'"));
                Near.Within(1e-12, network.forward(x), NonNegativeTransform.Inverse(twin).forward(x));
            }
    }, 5);

    [Fact]
    public void A_shortcut_of_unknown_range_is_named()
    {
        var network = nn.Sequential(("first", nn.Conv2d(2, 2, 1)), ("block", new Around(new ReluN(3))));
        Assert.Contains("block", Assert.Throws<InvalidOperationException>(() => NonNegativeTransform.Apply(network)).Message);
    }

    /// <summary>A block whose main path ends in values that no layer of it has shifted.</summary>
    private sealed class Around(Activation activation) : Module<Tensor, Tensor>("Around"), IResidual
    {
        public IReadOnlyList<Module<Tensor, Tensor>> Main => [];
        public IReadOnlyList<Module<Tensor, Tensor>> Shortcut => [];
        public Activation Activation => activation;
        public override Tensor forward(Tensor x) => activation.forward(x + x);
    }
}
