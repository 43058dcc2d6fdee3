using Enn.NonNegative;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>The transformation of one layer: P1, P3 to P6, P8 to P14.</summary>
public class LayerTests
{
    private static readonly ShiftRule[] _rules = Enum.GetValues<ShiftRule>();
    private static readonly ExecutionPath[] _paths = Enum.GetValues<ExecutionPath>();

    [Fact]
    public void P1_response_minus_shift_is_the_original_response() => Property.Holds(LayerCase.Gen(), EqualsOriginal, 60);

    [Fact]
    public void P8_every_padding_of_a_convolution_gives_the_original_response() =>
        Property.Holds(LayerCase.Gen(), which => EqualsOriginal(which with { Kind = which.Seed % 2 == 0 ? LayerKind.Conv1d : LayerKind.Conv2d }), 60);

    [Fact]
    public void P8_padding_equals_explicit_padding_with_zeros() => Property.Holds(LayerCase.Gen(), which =>
    {
        var b = (which with { Kind = LayerKind.Conv2d }).Build();
        if (b.Geometry is not { Mode: PaddingModes.Zeros } geometry) return;
        var parameters = NonNegativeParameters.Of(b.Weight, b.Bias, b.Range);
        var bare = new NonNegativeConv2d(parameters, geometry with { Padding = [0, 0], Named = null }) { Path = ExecutionPath.TwoBranch };
        var padded = new NonNegativeConv2d(parameters, geometry) { Path = ExecutionPath.TwoBranch };
        Near.Within(b.Tolerance(padded), padded.forward(b.X), bare.forward(nn.functional.pad(b.X, geometry.Amounts(), PaddingModes.Constant, 0)));
    });

    [Fact]
    public void P9_signed_inputs_give_the_original_response() => Property.Holds(LayerCase.Gen(signed: true), EqualsOriginal, 60);

    [Fact]
    public void P9_the_signed_form_with_minimum_zero_is_the_base_form() => Property.Holds(LayerCase.Gen(), which =>
    {
        var b = which.Build();
        var weights = b.Weight.flatten(1).to(ScalarType.Float64);
        var bt = new double[weights.size(0)];
        for (var i = 0; i < bt.Length; i++)
        {
            bt[i] = b.Bias?[i].ToDouble() ?? 0;
            foreach (var w in weights[i].data<double>()) bt[i] -= b.Range.Max * Math.Max(-w, 0);
        }
        var c = bt.Max(Math.Abs);
        var p = NonNegativeParameters.Of(b.Weight, b.Bias, new InputRange(0, b.Range.Max));
        var tolerance = 4 * b.Eps * (c + (b.Bias?.abs().max().ToDouble() ?? 0));
        Near.Values(tolerance, p.Shift.view(1), c);
        Near.Values(tolerance, p.Bias, [.. bt.Select(value => value + c)]);
    });

    private static void EqualsOriginal(LayerCase which)
    {
        using var _ = no_grad();
        var b = which.Build();
        var expected = b.Original.forward(b.X);
        foreach (var rule in _rules)
            foreach (var path in _paths)
            {
                var twin = b.Twin(rule, path);
                Near.Within(b.Tolerance(twin), expected, twin.forward(b.X) - twin.Shift);
                Near.Within(b.Tolerance(twin), expected, twin.WithoutShift(b.X));
            }
    }

    [Fact]
    public void P3_weights_and_bias_are_not_negative_and_the_largest_negative_bias_becomes_zero() => Property.Holds(LayerCase.Gen(), which =>
    {
        var b = which.Build();
        foreach (var rule in _rules)
        {
            var p = NonNegativeParameters.Of(b.Weight, b.Bias, b.Range, rule);
            Near.NotNegative(p.WeightPlus);
            Near.NotNegative(p.WeightMinus);
            Near.NotNegative(p.Bias);
            var integrated = IntegratedBias.Of(p.WeightPlus, p.WeightMinus, b.Bias, b.Range);
            if (-integrated.min().ToDouble() >= integrated.max().ToDouble()) Assert.Equal(0, p.Bias.min().ToDouble());
        }
    });

    [Fact]
    public void P4_the_split_is_exact_and_disjoint() => Property.Holds(LayerCase.Gen(), which =>
    {
        var weight = which.Build().Weight;
        var (plus, minus) = Split.Of(weight);
        Near.Exactly(weight, plus - minus);
        Assert.Equal(0, (plus * minus).abs().max().ToDouble());
        Near.Exactly(weight.abs(), plus + minus);
    });

    [Fact]
    public void P5_the_inverse_recovers_weight_and_bias() => Property.Holds(LayerCase.Gen(signed: true), which =>
    {
        var b = which.Build();
        foreach (var rule in _rules)
        {
            var p = NonNegativeParameters.Of(b.Weight, b.Bias, b.Range, rule);
            var (weight, bias) = p.Inverse();
            Near.Exactly(b.Weight, weight);
            Near.Within(4 * b.Eps * (p.Shift.max().ToDouble() + (b.Bias?.abs().max().ToDouble() ?? 0)), b.Bias ?? zeros_like(bias), bias);
        }
    });

    [Fact]
    public void P6_branches_and_response_are_not_negative() => Property.Holds(LayerCase.Gen(signed: true), which =>
    {
        using var _ = no_grad();
        var b = which.Build();
        foreach (var rule in _rules)
        {
            var twin = b.Twin(rule);
            var seen = 0;
            twin.Observer = (_, values) =>
            {
                seen++;
                Near.NotNegative(values);
            };
            twin.forward(b.X);
            Assert.Equal(3, seen);
        }
    });

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void P10_positive_and_zero_integrated_biases_are_right(ScalarType dtype)
    {
        // Rows with bt > 0, = 0, < 0: where the official code's new bias is wrong.
        var weight = tensor([1.0, 0.5, 0, 0, -2, 0.25, 0.5, -0.5], [4, 2], dtype);
        var bias = tensor([0.75, 0, -0.5, 0.5], dtype);
        var x = tensor([0.5, 1, 0.25, 0], [2, 2], dtype);
        var expected = nn.functional.linear(x, weight, bias);
        foreach (var rule in _rules)
        {
            var p = NonNegativeParameters.Of(weight, bias, InputRange.Unit, rule);
            Near.NotNegative(p.Bias);
            var twin = new NonNegativeLinear(p) { Path = ExecutionPath.TwoBranch };
            Near.Exactly(expected, twin.forward(x) - twin.Shift);
        }
        var upstream = new NonNegativeLinear(NonNegativeParameters.Of(weight, bias, InputRange.Unit, newBias: UpstreamBias.Of));
        Assert.Equal(2.5, Near.Difference(expected, upstream.forward(x) - upstream.Shift), 6);
    }

    [Fact]
    public void P11_a_tight_shift_leaves_a_non_negative_layer_as_it_is() => Property.Holds(LayerCase.Gen(), which =>
    {
        var b = which.Build();
        var (weight, bias) = (b.Weight.abs(), b.Bias?.abs() ?? zeros([b.Weight.size(0)], b.Weight.dtype));
        var p = NonNegativeParameters.Of(weight, bias, b.Range, ShiftRule.TightScalar);
        Near.Exactly(weight, p.WeightPlus);
        Assert.Equal(0, p.WeightMinus.max().ToDouble());
        Near.Exactly(bias, p.Bias);
        Assert.Equal(0, p.Shift.ToDouble());
        Assert.Equal(bias.max().ToDouble(), NonNegativeParameters.Of(weight, bias, b.Range).Shift.ToDouble());
    });

    [Fact]
    public void P12_transforming_the_inverse_changes_nothing() => Property.Holds(LayerCase.Gen(), which =>
    {
        var b = which.Build();
        var p = NonNegativeParameters.Of(b.Weight, b.Bias, b.Range);
        var (weight, bias) = p.Inverse();
        var again = NonNegativeParameters.Of(weight, bias, b.Range);
        Near.Exactly(p.WeightPlus, again.WeightPlus);
        Near.Exactly(p.WeightMinus, again.WeightMinus);
        // 4 eps c alone cannot hold: where bt = b - alpha sum W- cancels, c is small beside b, and b itself is stored rounded.
        var tolerance = 4 * b.Eps * (p.Shift.ToDouble() + bias.abs().max().ToDouble());
        Near.Within(tolerance, p.Bias, again.Bias);
        Near.Within(tolerance, p.Shift, again.Shift);
    });

    [Fact]
    public void P13_scaling_a_layer_scales_its_twin_and_alpha_changes_biases_only() => Property.Holds(LayerCase.Gen(), which =>
    {
        var b = which.Build();
        var k = b.Draw.Real(0.1, 10);
        var p = NonNegativeParameters.Of(b.Weight, b.Bias, b.Range);
        var scaled = NonNegativeParameters.Of(b.Weight * k, b.Bias is null ? null : b.Bias * k, b.Range);
        var scale = p.Shift.ToDouble() + p.Bias.max().ToDouble();
        Near.Within(8 * b.Eps * k * p.WeightPlus.max().ToDouble(), p.WeightPlus * k, scaled.WeightPlus);
        Near.Within(8 * b.Eps * k * p.WeightMinus.max().ToDouble(), p.WeightMinus * k, scaled.WeightMinus);
        Near.Within(8 * b.Eps * k * scale, p.Bias * k, scaled.Bias);
        Near.Within(8 * b.Eps * k * scale, p.Shift * k, scaled.Shift);
        var other = NonNegativeParameters.Of(b.Weight, b.Bias, InputRange.UpTo(b.Range.Max * 3));
        Near.Exactly(p.WeightPlus, other.WeightPlus);
        Near.Exactly(p.WeightMinus, other.WeightMinus);
        var moved = 2 * b.Range.Max * Split.RowSum(p.WeightMinus.to(ScalarType.Float64));
        var integrated = p.Bias.to(ScalarType.Float64) - p.Shift.to(ScalarType.Float64) - moved;
        var largest = integrated.abs().max();
        Near.Within(8 * b.Eps * (scale + other.Shift.ToDouble()), largest, other.Shift);
        Near.Within(8 * b.Eps * (scale + other.Shift.ToDouble()), integrated + largest, other.Bias);
    });

    [Fact]
    public void P13_a_larger_alpha_gives_another_shift_and_bias()
    {
        var (weight, bias) = (tensor([0.5, -1, -0.25, 2], [2, 2], ScalarType.Float64), tensor([0.125, 0], ScalarType.Float64));
        var (p, q) = (NonNegativeParameters.Of(weight, bias, InputRange.Unit), NonNegativeParameters.Of(weight, bias, InputRange.UpTo(3)));
        Near.Values(0, p.Shift.view(1), 0.875);
        Near.Values(0, p.Bias, 0, 0.625);
        Near.Values(0, q.Shift.view(1), 2.875);
        Near.Values(0, q.Bias, 0, 2.125);
    }

    [Fact]
    public void P14_permutations_go_through() => Property.Holds(LayerCase.Gen(), which =>
    {
        var b = (which with { Kind = LayerKind.Linear }).Build();
        var p = NonNegativeParameters.Of(b.Weight, b.Bias, b.Range);
        var rows = Permutation(b.Draw, b.Weight.size(0));
        var permuted = NonNegativeParameters.Of(b.Weight.index_select(0, rows), b.Bias?.index_select(0, rows), b.Range);
        Near.Exactly(p.WeightPlus.index_select(0, rows), permuted.WeightPlus);
        Near.Exactly(p.WeightMinus.index_select(0, rows), permuted.WeightMinus);
        Near.Exactly(p.Bias.index_select(0, rows), permuted.Bias);
        Near.Exactly(p.Shift, permuted.Shift);
        var columns = Permutation(b.Draw, b.Weight.size(1));
        var turned = NonNegativeParameters.Of(b.Weight.index_select(1, columns), b.Bias, b.Range);
        Near.Exactly(p.WeightPlus.index_select(1, columns), turned.WeightPlus);
        Near.Exactly(p.WeightMinus.index_select(1, columns), turned.WeightMinus);
        Near.Within(8 * b.Eps * (p.Shift.ToDouble() + p.Bias.max().ToDouble()), p.Bias, turned.Bias);
    });

    private static Tensor Permutation(Draw draw, long count)
    {
        var order = Enumerable.Range(0, (int)count).Select(i => (long)i).ToArray();
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = draw.Int(0, i);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return tensor(order);
    }
}
