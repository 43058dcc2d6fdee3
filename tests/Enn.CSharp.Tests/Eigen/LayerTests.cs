using Enn.CSharp.Tests.NonNegative;
using Enn.Eigen;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eigen;

/// <summary>Eigen layers: initialisation, both execution paths, gradients, the kept weight.</summary>
public class LayerTests
{
    private static double Relative(Tensor a, Tensor b) => Near.Difference(a, b) / Math.Max(b.detach().abs().max().ToDouble(), 1e-30);

    [Theory]
    [InlineData(512, 4608)]
    [InlineData(64, 27)]
    [InlineData(27, 64)]
    [InlineData(48, 48)]
    [InlineData(1, 19)]
    [InlineData(19, 1)]
    [InlineData(1, 1)]
    public void The_SVD_gives_the_weight_back(long outputs, long inputs)
    {
        foreach (var (dtype, tolerance) in new[] { (ScalarType.Float32, 5e-6), (ScalarType.Float64, 1e-13) })
        {
            using var _ = no_grad();
            var weight = new Draw(7).Normal([outputs, inputs], dtype, 0.3);
            var (q, lambda, p) = FactorInitialiser.OfWeight(weight);
            Assert.True(((q * lambda).matmul(p.t()) - weight).norm().ToDouble() < tolerance * weight.norm().ToDouble());
            var rank = Math.Min(outputs, inputs);
            foreach (var basis in new[] { q, p }) Assert.True(Defect(basis) < (dtype == ScalarType.Float32 ? 1e-6 : 1e-14) * rank, $"{Defect(basis)}");
            Assert.True(lambda.ge(0).all().item<bool>());
            Near.Exactly(lambda, lambda.sort(descending: true).Values);
        }
    }

    private static double Defect(Tensor x) => (x.t().matmul(x) - eye(x.size(1), dtype: x.dtype)).norm().ToDouble();

    [Theory]
    [InlineData(Initialisation.OfficialFlattened, 128 * 1)]
    [InlineData(Initialisation.ConvFanOut, 128 * 9)]
    [InlineData(Initialisation.FanIn, 64 * 9)]
    public void Initial_weights_have_the_deviation_of_their_fan(Initialisation how, double fan)
    {
        manual_seed(1);
        var layer = new EigenConv2d(64, 128, 3, initialisation: how);
        Assert.Equal(Math.Sqrt(2 / fan), layer.Weight.std().ToDouble(), 0.05 * Math.Sqrt(2 / fan));
        Assert.True(Orthonormality.Error(layer.Factors.Q) < 1e-5 && Orthonormality.Error(layer.Factors.P) < 1e-5);
    }

    [Theory]
    [InlineData(Initialisation.OfficialFlattened)]
    [InlineData(Initialisation.OrthogonalBasisUnitSpectrum)]
    [InlineData(Initialisation.None)]
    public void The_basis_of_inputs_lies_in_memory_as_its_kernel_does(Initialisation how)
    {
        manual_seed(3);
        var layer = new EigenConv2d(3, 5, 3, initialisation: how) { Path = ExecutionPath.Factored };
        layer.load_state_dict(new EigenConv2d(3, 5, 3).state_dict());
        layer.forward(ones(1, 3, 4, 4)).sum().backward();
        foreach (var p in new[] { layer.Factors.P, layer.Factors.P.grad! }) Assert.Equal([1, 27], p.stride());
        Assert.Equal([5, 1], layer.Factors.Q.stride());
    }

    [Fact]
    public void A_unit_spectrum_starts_on_orthonormal_bases()
    {
        manual_seed(2);
        var factors = new EigenLinear(30, 20, initialisation: Initialisation.OrthogonalBasisUnitSpectrum).Factors;
        Near.Exactly(ones(20), factors.Lambda);
        Assert.True(Orthonormality.Error(factors.Q) < 1e-5 && Orthonormality.Error(factors.P) < 1e-5);
    }

    // Layers with arbitrary factors: neither orthonormal nor sorted, as training leaves them.
    private static T Drifted<T>(T layer, Draw draw, ScalarType dtype) where T : EigenLayer
    {
        layer.to(dtype);
        using var _ = no_grad();
        foreach (var parameter in layer.parameters()) parameter.copy_(draw.Normal(parameter.shape, dtype, 0.5));
        return layer;
    }

    [Fact]
    public void A_convolution_is_the_dense_one_with_its_merged_kernel_on_both_paths() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        (long, long) Two(int low, int high) => (draw.Int(low, high), draw.Int(low, high));
        var (kernel, stride, padding, dilation) = (Two(1, 4), Two(1, 3), Two(0, 2), Two(1, 2));
        var dtype = draw.One(ScalarType.Float32, ScalarType.Float64);
        var layer = Drifted(new EigenConv2d(draw.Int(1, 5), draw.Int(1, 9), kernel, stride, padding, dilation, draw.Flag()), draw, dtype);
        var x = draw.Normal([draw.Int(1, 3), layer.WeightShape[1], draw.Int(8, 12), draw.Int(8, 12)], dtype);
        var (q, lambda, p) = layer.Factors;
        var weight = (q.detach() * lambda.detach()).matmul(p.detach().t()).reshape(layer.WeightShape);
        var expected = nn.functional.conv2d(x, weight, layer.BiasParameter, [stride.Item1, stride.Item2], [padding.Item1, padding.Item2], [dilation.Item1, dilation.Item2]);
        Assert.Equal((expected.size(2), expected.size(3)), (layer.OutputSize(0, x.size(2)), layer.OutputSize(1, x.size(3))));
        Assert.All([ExecutionPath.Factored, ExecutionPath.Merged, ExecutionPath.Cheapest], path =>
        {
            layer.Path = path;
            Assert.True(Relative(layer.forward(x), expected) < (dtype == ScalarType.Float32 ? 1e-5 : 1e-13));
        });
        layer.eval();
        using var _ = no_grad();
        Assert.True(Relative(layer.forward(x), expected) < (dtype == ScalarType.Float32 ? 1e-5 : 1e-13));
    });

    [Fact]
    public void A_kernel_is_flattened_row_by_row_without_transposing()
    {
        // One hot at output 1, channel 2, row 0, column 1 of a 2x3 kernel.
        var layer = new EigenConv2d(3, 2, (2, 3)).to(ScalarType.Float64);
        var weight = zeros(2, 3, 2, 3, dtype: ScalarType.Float64);
        weight[1, 2, 0, 1] = 1;
        layer.Factorise(weight);
        Near.Within(1e-12, weight, layer.Weight);
        var image = new Draw(3).Normal([1, 3, 4, 5], ScalarType.Float64);
        Near.Within(1e-12, image[0, 2].narrow(0, 0, 3).narrow(1, 1, 3), layer.forward(image)[0, 1]);
        Assert.Throws<ArgumentException>(() => layer.Factorise(zeros(2, 3, 3, 2)));
    }

    [Fact]
    public void A_linear_layer_is_the_dense_one_on_both_paths_for_any_leading_dimensions() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var dtype = draw.One(ScalarType.Float32, ScalarType.Float64);
        var layer = Drifted(new EigenLinear(draw.Int(1, 12), draw.Int(1, 12), draw.Flag()), draw, dtype);
        var x = draw.Normal([.. Enumerable.Range(0, draw.Int(0, 3)).Select(_ => (long)draw.Int(1, 4)), layer.Factors.Inputs], dtype);
        var expected = x.matmul((layer.Factors.Q * layer.Factors.Lambda).matmul(layer.Factors.P.t()).t());
        if (layer.BiasParameter is not null) expected = expected + layer.BiasParameter;
        foreach (var path in new[] { ExecutionPath.Factored, ExecutionPath.Merged })
        {
            layer.Path = path;
            Near.Within((dtype == ScalarType.Float32 ? 5e-6 : 1e-13) * Math.Max(1, expected.abs().max().ToDouble()), expected, layer.forward(x));
        }
    });

    [Fact]
    public void Merging_pays_where_rows_outnumber_the_larger_side()
    {
        Assert.Equal(ExecutionPath.Factored, ExecutionCost.Choose(ExecutionPath.Cheapest, 768, 768, 768));
        Assert.Equal(ExecutionPath.Merged, ExecutionCost.Choose(ExecutionPath.Cheapest, 768, 768, 769));
        Assert.Equal(ExecutionPath.Factored, ExecutionCost.Choose(ExecutionPath.Cheapest, 768, 3072, 3072));
        Assert.Equal(ExecutionPath.Merged, ExecutionCost.Choose(ExecutionPath.Cheapest, 3072, 768, 3073));
        Assert.Equal(ExecutionPath.Merged, ExecutionCost.Choose(ExecutionPath.Merged, 768, 768, 1));
        Assert.Equal(3 * 3 * 5 + 7 * 3 * 5, ExecutionCost.Merged(3, 5, 7));
        Assert.Equal(7 * 3 * (3 + 5), ExecutionCost.Factored(3, 5, 7));
    }

    [Fact]
    public void Gradients_are_the_closed_forms_on_both_paths() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var layer = Drifted(new EigenConv2d(draw.Int(1, 3), draw.Int(1, 6), draw.Int(1, 3), 1, 1), draw, ScalarType.Float64);
        var x = draw.Normal([2, layer.WeightShape[1], 5, 5], ScalarType.Float64);
        var weight = layer.Weight.clone().requires_grad_();
        var dense = nn.functional.conv2d(x, weight, padding: [1, 1]);
        var direction = draw.Normal(dense.shape, ScalarType.Float64);
        (dense * direction).sum().backward();
        var g = weight.grad!.view(layer.Factors.Outputs, layer.Factors.Inputs);
        var (q, lambda, p) = (layer.Factors.Q.detach(), layer.Factors.Lambda.detach(), layer.Factors.P.detach());
        foreach (var path in new[] { ExecutionPath.Factored, ExecutionPath.Merged })
        {
            layer.Path = path;
            layer.zero_grad();
            (layer.forward(x) * direction).sum().backward();
            // dQ = G P diag(L), dP = G^T Q diag(L), dL_k = q_k^T G p_k.
            Assert.True(Relative(layer.Factors.Q.grad!, g.matmul(p) * lambda) < 1e-10);
            Assert.True(Relative(layer.Factors.P.grad!, g.t().matmul(q) * lambda) < 1e-10);
            Assert.True(Relative(layer.Factors.Lambda.grad!, (q * g.matmul(p)).sum(0)) < 1e-10);
        }
    }, 20);

    [Fact]
    public void Central_differences_agree_with_the_gradients()
    {
        var draw = new Draw(11);
        var layer = Drifted(new EigenLinear(4, 3), draw, ScalarType.Float64);
        var x = draw.Normal([5, 4], ScalarType.Float64);
        Tensor Loss() => layer.forward(x).tanh().sum();
        Loss().backward();
        using var _ = no_grad();
        foreach (var parameter in layer.parameters())
        {
            // P lies in memory column by column, and so does its gradient.
            static Tensor Flat(Tensor x) => (x.is_contiguous() ? x : x.t()).view(-1);
            var flat = Flat(parameter);
            for (var i = 0; i < flat.numel(); i++)
            {
                const double Step = 1e-6;
                var at = flat[i].ToDouble();
                double At(double value)
                {
                    flat[i].fill_(value);
                    return Loss().ToDouble();
                }
                var slope = (At(at + Step) - At(at - Step)) / (2 * Step);
                flat[i].fill_(at);
                Assert.Equal(slope, Flat(parameter.grad!)[i].ToDouble(), 1e-6 * Math.Max(1, Math.Abs(slope)));
            }
        }
    }

    [Fact]
    public void Signs_and_order_of_columns_are_a_gauge() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        var layer = Drifted(new EigenLinear(draw.Int(2, 9), draw.Int(2, 9)), draw, ScalarType.Float64);
        var x = draw.Normal([4, layer.Factors.Inputs], ScalarType.Float64);
        using var _ = no_grad();
        var (before, penalty) = (layer.forward(x), Penalty.Of(layer.Factors.Bases).ToDouble());
        var (q, lambda, p) = layer.Factors;
        var k = draw.Int(0, (int)layer.Factors.Rank - 1);
        foreach (var column in draw.One(new[] { q.select(1, k), p.select(1, k) }, [q.select(1, k), lambda[k]], [lambda[k], p.select(1, k)])) column.neg_();
        var order = randperm(layer.Factors.Rank, dtype: ScalarType.Int64);
        q.copy_(q.index_select(1, order));
        p.copy_(p.index_select(1, order));
        lambda.copy_(lambda.index_select(0, order));
        Near.Within(1e-12 * Math.Max(1, before.abs().max().ToDouble()), before, layer.forward(x));
        Assert.Equal(penalty, Penalty.Of(layer.Factors.Bases).ToDouble(), 1e-10 * Math.Max(1, penalty));
    });

    [Fact]
    public void The_kept_weight_follows_every_change_of_a_factor()
    {
        manual_seed(4);
        var layer = new EigenLinear(6, 5);
        layer.eval();
        var x = new Draw(5).Normal([3, 6], ScalarType.Float32);
        using var _ = no_grad();
        Tensor Expected() => nn.functional.linear(x, (layer.Factors.Q * layer.Factors.Lambda).matmul(layer.Factors.P.t()), layer.BiasParameter);
        var weight = layer.Weight;
        Assert.Same(weight, layer.Weight);
        var changes = new Action[]
        {
            () => layer.Factors.Q.mul_(1.5),
            () => layer.Factors.Lambda.add_(0.25),
            () => layer.Factors.P[2, 1] = 7,
            () => layer.load_state_dict(new EigenLinear(6, 5).state_dict()),
            () => layer.Factorise(x.new_ones(5, 6)),
            Step,
        };
        foreach (var change in changes)
        {
            layer.forward(x);
            change();
            Near.Within(1e-5, Expected(), layer.forward(x));
        }
        layer.forward(x);
        layer.to(ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, layer.Weight.dtype);

        void Step()
        {
            using var grad = enable_grad();
            var optimizer = optim.SGD(layer.parameters(), 0.3);
            layer.forward(x).square().sum().backward();
            Assert.NotNull(layer.Factors.P.grad);
            optimizer.step();
        }
    }

    [Fact]
    public void Sizes_below_one_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EigenLinear(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EigenLinear(3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EigenConv2d(3, 3, 3, stride: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EigenConv2d(3, 3, 3, padding: -1));
    }
}
