using Enn.NonNegative;
using FsCheck.Fluent;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>The activations: values, ranges (P7), shifted forms, derivatives.</summary>
public class ActivationTests
{
    private static readonly double[] _points = [-1, 0, 0.1, 0.145, 0.2, 0.5, 1, 3];

    public static TheoryData<string> Names => ["sigmoid", "sinusoidal", "relu6", "gelu6", "tanh"];

    private static Activation Make(string name) => name switch
    {
        "sigmoid" => new PhotonicSigmoid(),
        "sinusoidal" => new PhotonicSinusoidal(),
        "relu6" => new ReluN(6),
        "gelu6" => new GeluN(),
        _ => ModuleActivation.Of(nn.Tanh())!,
    };

    [Fact]
    public void The_photonic_activations_have_these_values()
    {
        var x = tensor(_points, ScalarType.Float64);
        Near.Values(1e-9, new PhotonicSigmoid().forward(x), 0.06, 0.071530195, 0.252449187, 0.5325, 0.854868696, 1.004979887, 1.005, 1.005);
        Near.Values(1e-9, new PhotonicSinusoidal().forward(x), 0, 0, 0.024471742, 0.050986212, 0.095491503, 0.5, 1, 1);
    }

    [Fact]
    public void The_closed_sigmoid_equals_the_published_formula()
    {
        var x = linspace(-3, 6, 2001, ScalarType.Float64);
        const double a1 = 0.060, a2 = 1.005;
        var formula = (a1 - a2) / ((x - 0.145).clamp_max(2) / 0.033).exp().add(1) + a2;
        Near.Within(4e-16, formula, new PhotonicSigmoid().forward(x));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void P7_values_stay_in_range_also_for_extreme_inputs(string name) => Property.Holds(Property.Seeds, seed =>
    {
        var activation = Make(name);
        foreach (var dtype in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            var extremes = tensor([1e30, -1e30, 1e10, -1e10, 0, 1, 2.145, 3, -0.7517915], dtype);
            var y = activation.forward(cat([new Draw(seed).Normal([500], dtype, 3), extremes]));
            var range = activation.Range!.Value.RoundedTo(dtype);
            Assert.True(y.isfinite().all().item<bool>());
            Near.NotNegative(y - range.Min);
            Near.NotNegative(range.Max - y);
        }
    }, 10);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_shifted_form_is_the_activation_of_the_difference(string name) => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var (u, c) = (draw.Normal([20, 6], ScalarType.Float64), draw.Normal([6], ScalarType.Float64));
        Near.Within(1e-13, Make(name).forward(u - c), Make(name).Shifted(u, c));
    }, 10);

    [Theory]
    [MemberData(nameof(Names))]
    public void Derivatives_equal_central_differences(string name)
    {
        var draw = new Draw(3);
        var x = draw.Normal([400], ScalarType.Float64, 0.6);
        // Away from the kinks of the clipped functions.
        x = x.masked_select(((x - 0).abs() > 1e-3).logical_and((x - 1).abs() > 1e-3)).clone().requires_grad_();
        var c = tensor(0.3, ScalarType.Float64);
        var g = draw.Normal(x.shape, ScalarType.Float64);
        Make(name).Shifted(x + c, c).backward([g]);
        const double h = 1e-6;
        var numeric = (Make(name).forward(x.detach() + h) - Make(name).forward(x.detach() - h)) / (2 * h) * g;
        Near.Within(1e-7, numeric, x.grad!);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void The_sinusoidal_derivative_is_exactly_zero_outside_the_unit_interval(ScalarType dtype)
    {
        var x = tensor([-5.0, -0.01, 0, 1, 1.01, 7], dtype).requires_grad_();
        new PhotonicSinusoidal().forward(x).sum().backward();
        Assert.Equal(0, x.grad!.abs().max().ToDouble());
    }

    [Fact]
    public void An_unbounded_activation_needs_a_bound()
    {
        Assert.Equal(14, new Relu().Bounded(14).Range!.Value.Max);
        Assert.Contains("ActivationBound", Assert.Throws<InvalidOperationException>(() => new Relu().Bounded(null)).Message);
    }
}
