using Enn.NonNegative;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>The transformation of whole networks: P2, P12, and what cannot be transformed.</summary>
public class TransformTests
{
    [Fact]
    public void P2_a_network_and_its_twin_agree() => Property.Holds(NetworkCase.Gen("mlp", "cnn", "conv1d", "pools"), which =>
    {
        using var _ = no_grad();
        var (network, x) = which.Make();
        var twin = NonNegativeTransform.Apply(network, new() { Rule = which.Rule, Path = which.Path });
        var (a, b) = (network.forward(x), twin.forward(x));
        Near.Within(Tolerance(which), a, b);
        SamePredictions(a, b, Tolerance(which));
    }, 60);

    [Fact]
    public void P12_the_inverse_of_a_network_transforms_into_the_same_twin() => Property.Holds(NetworkCase.Gen("mlp", "conv1d", "pools"), which =>
    {
        var (network, x) = which.Make();
        var options = new TransformOptions { Rule = which.Rule, Path = which.Path };
        var twin = NonNegativeTransform.Apply(network, options);
        var inverse = NonNegativeTransform.Inverse(twin);
        inverse.eval();
        Near.Within(Tolerance(which), network.forward(x), inverse.forward(x));
        var again = NonNegativeTransform.Apply(inverse, options);
        foreach (var ((_, l), (_, m)) in twin.Layers.Zip(again.Layers))
        {
            Near.Exactly(l.WeightPlus, m.WeightPlus);
            Near.Exactly(l.WeightMinus, m.WeightMinus);
            var eps = which.Dtype == ScalarType.Float32 ? 1.2e-7 : 2.3e-16;
            // 4 eps c alone cannot hold: the recovered bias is stored rounded, and c may be small beside it.
            var tolerance = 4 * eps * (l.ActivationShift.max().ToDouble() + l.Parameters().Inverse().Bias.abs().max().ToDouble());
            Near.Within(tolerance, l.NewBias, m.NewBias);
            Near.Within(tolerance, l.ActivationShift, m.ActivationShift);
        }
    }, 20);

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

    // Tolerances are absolute: weights of gain 1 keep outputs and the growth of errors of order 1.
    private static double Tolerance(NetworkCase which) => which.Dtype == ScalarType.Float32 ? 1e-3 : 1e-11;

    private static void SamePredictions(Tensor a, Tensor b, double tolerance)
    {
        var (top, _) = a.topk(2);
        var changed = a.argmax(-1).ne(b.argmax(-1)).logical_and((top.select(1, 0) - top.select(1, 1)).gt(tolerance));
        Assert.False(changed.any().item<bool>());
    }
}
