using Enn.CSharp.Tests.NonNegative;
using Enn.Equivariant;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.CSharp.Tests.Equivariant;

/// <summary>Full weights out of free ones.</summary>
public class WeightTests
{
    private static GroupConvolution Layer(Draw draw, ScalarType dtype)
    {
        var group = draw.One([.. PlanarGroup.All]);
        var input = draw.Flag() ? FeatureField.Regular(group, draw.Int(1, 3)) : FeatureField.Image(group, draw.Int(1, 3));
        var layer = new GroupConvolution(input, draw.Int(1, 3), draw.One(1, 3, 5));
        layer.to(dtype);
        return layer;
    }

    private static nint Place(Tensor tensor) => Enn.Torch.TensorStamp.Of(tensor).Address;

    // Wf[o, g, i, h] = L_g W[o, i, perm_g[h]], by loops.
    private static Tensor ByDefinition(GroupConvolution layer)
    {
        var (group, input) = (layer.Input.Group, layer.Input);
        var (outputs, kernel) = (layer.Output.Fields, layer.FullWeight().size(3));
        var free = layer.Weight.detach().view(outputs, input.Fields, input.Width, kernel, kernel);
        var rows = from o in Enumerable.Range(0, (int)outputs)
                   from g in @group.Elements
                   select stack([.. from i in Enumerable.Range(0, (int)input.Fields)
                                    from h in Enumerable.Range(0, (int)input.Width)
                                    select @group.Act(g, free[o, i, input.IsRegular ? @group.Permutation(g)[h] : 0])]);
        return stack([.. rows]);
    }

    [Fact]
    public void The_gather_is_the_definition() => Property.Holds(Property.Seeds, seed =>
    {
        using var scope = NewDisposeScope();
        var layer = Layer(new Draw(seed), ScalarType.Float32);
        Near.Exactly(ByDefinition(layer), layer.FullWeight());
    });

    [Fact]
    public void Its_gradient_is_the_adjoint_and_each_free_value_occurs_n_times() => Property.Holds(Property.Seeds, seed =>
    {
        using var scope = NewDisposeScope();
        var draw = new Draw(seed);
        var layer = Layer(draw, ScalarType.Float64);
        var grad = draw.Normal(layer.FullWeight().shape, ScalarType.Float64);
        layer.FullWeight().backward([grad]);
        Assert.Equal((layer.FullWeight() * grad).sum().ToDouble(), (layer.Weight * layer.Weight.grad!).sum().ToDouble(), 1e-11);
        layer.zero_grad();
        layer.FullWeight().sum().backward();
        Near.Exactly(full_like(layer.Weight, layer.Input.Group.Order), layer.Weight.grad!);
    });

    [Fact]
    public void An_evaluated_layer_keeps_its_full_weight_until_the_free_one_changes()
    {
        var layer = new GroupConvolution(FeatureField.Regular(PlanarGroup.D4, 2), 2, 3);
        var other = new GroupConvolution(FeatureField.Regular(PlanarGroup.D4, 2), 2, 3);
        layer.eval();
        using var _ = no_grad();
        using var kept = layer.FullWeight();
        Assert.Equal(Place(kept), Place(layer.FullWeight()));
        // Who asked for it may dispose it.
        layer.FullWeight().Dispose();
        Assert.Equal([1L, 16L, 5L, 5L], layer.forward(ones(1, 16, 5, 5)).shape);
        Near.Exactly(ByDefinition(layer), layer.FullWeight());
        Action[] changes =
        [
            () => layer.Weight.mul_(2), () => layer.load_state_dict(other.state_dict()), () => layer.to(ScalarType.Float64), () => { layer.train(); layer.eval(); },
            () =>
            {
                var optimizer = optim.SGD(layer.parameters(), 0.1);
                layer.Weight.grad = ones_like(layer.Weight);
                optimizer.step();
            },
        ];
        foreach (var change in changes)
        {
            var before = layer.FullWeight();
            change();
            Assert.NotEqual(Place(before), Place(layer.FullWeight()));
            Near.Exactly(ByDefinition(layer), layer.FullWeight());
        }
        using (enable_grad()) Assert.True(layer.FullWeight().requires_grad);
    }

    [Fact]
    public void Initial_weights_have_the_published_variance()
    {
        using var _ = no_grad();
        foreach (var (layer, variance) in new[]
        {
            (new GroupConvolution(FeatureField.Image(PlanarGroup.D4, 10), 400, 3), 2.0 / (9 * 10)),
            (new GroupConvolution(FeatureField.Regular(PlanarGroup.C4, 10), 100, 3), 2.0 / (9 * 4 * 10)),
            (new GroupConvolution(FeatureField.Regular(PlanarGroup.D4, 10), 400, 1), 2.0 / (8 * 10)),
        })
            Assert.InRange(layer.Weight.var().ToDouble() / variance, 0.9, 1.1);
    }
}
