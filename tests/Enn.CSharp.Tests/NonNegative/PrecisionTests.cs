using Enn.NonNegative;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>P25: rounding errors of the two-branch path, and the types and modes in which it is refused.</summary>
public class PrecisionTests
{
    private static Dictionary<string, nn.Module<Tensor, Tensor>> TwoBranch() => new()
    {
        ["linear"] = new NonNegativeLinear(nn.Linear(3, 2), InputRange.Unit) { Path = ExecutionPath.TwoBranch },
        ["recurrent"] = new NonNegativeRnn(new Rnn(3, 2, new PhotonicSinusoidal()), InputRange.Unit) { Path = ExecutionPath.TwoBranch },
    };

    [Theory]
    [InlineData("linear", ScalarType.BFloat16)]
    [InlineData("linear", ScalarType.Float16)]
    [InlineData("recurrent", ScalarType.BFloat16)]
    [InlineData("recurrent", ScalarType.Float16)]
    public void P25_two_branches_in_reduced_precision_are_refused(string kind, ScalarType dtype)
    {
        var layer = TwoBranch()[kind];
        layer.to(dtype);
        Assert.Contains("float32", Assert.Throws<InvalidOperationException>(() => layer.forward(ones([1, 2, 3], dtype))).Message);
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("recurrent")]
    public void P25_two_branches_under_autocast_are_refused(string kind)
    {
        var layer = TwoBranch()[kind];
        var x = ones(1, 2, 3);
        layer.forward(x);
        using (Torch.Autocast.Enter(CPU, ScalarType.BFloat16))
        {
            Assert.Contains("autocast", Assert.Throws<InvalidOperationException>(() => layer.forward(x)).Message);
            using (Torch.Autocast.Enter(CPU, ScalarType.BFloat16, enabled: false)) layer.forward(x);
            Assert.Throws<InvalidOperationException>(() => layer.forward(x));
        }
        layer.forward(x);
    }

    [Fact]
    public void P25_rounding_errors_grow_in_proportion_to_alpha() => Property.Holds(Property.Seeds, seed =>
    {
        using var _ = no_grad();
        var draw = new Draw(seed);
        var (weight, bias) = (draw.Uniform([300, 200], ScalarType.Float32, -0.07, 0.07), draw.Uniform([300], ScalarType.Float32, -0.07, 0.07));
        var x = draw.Uniform([64, 200], ScalarType.Float32);
        var exact = nn.functional.linear(x.to(ScalarType.Float64), weight.to(ScalarType.Float64), bias.to(ScalarType.Float64));
        double Error(double alpha)
        {
            var twin = new NonNegativeLinear(NonNegativeParameters.Of(weight, bias, InputRange.UpTo(alpha))) { Path = ExecutionPath.TwoBranch };
            return (twin.forward(x) - twin.Shift - exact).square().mean().sqrt().ToDouble();
        }
        Assert.InRange(Error(100) / Error(25), 2, 8);
    }, 5);
}
