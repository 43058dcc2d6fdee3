using System.Reflection;
using Enn.NonNegative;
using Enn.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Tests;

/// <summary>What lib/Enn.CSharp does where only TorchSharp's API is there.</summary>
public class FallbackTests
{
    [Fact]
    public void Nothing_here_reaches_for_what_only_our_binding_has()
    {
        var own = typeof(Checkpoint).Assembly;
        Assert.Equal(Assembly.GetExecutingAssembly(), own);
        var fields = own.GetTypes().Where(type => type.Namespace?.StartsWith("Enn.NonNegative", StringComparison.Ordinal) == true)
            .SelectMany(type => type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic));
        Assert.DoesNotContain(fields, field => field.FieldType.Namespace == "Enn.Torch");
    }

    [Fact]
    public void Checkpoints_are_in_TorchSharps_format()
    {
        using var folder = new TemporaryFolder();
        using (var checkpoint = new Checkpoint(new Dictionary<string, Tensor> { ["w"] = ones(2, 3) }, new Dictionary<string, string> { ["a"] = "b" })) checkpoint.Write(folder["c"]);
        Assert.Equal("b", BinaryCheckpoint.Read(folder["c"]).Values["a"]);
    }

    [Fact]
    public void Optimizers_step_as_their_formulas_say()
    {
        float[] start = [0.5f, 0, 2], slope = [1, 0.25f, -3];
        TorchSharp.Modules.Parameter Parameter()
        {
            var parameter = new TorchSharp.Modules.Parameter(tensor(start));
            (parameter * tensor(slope)).sum().backward();
            return parameter;
        }
        var (clipped, scaled) = (Parameter(), Parameter());
        new Csgd([clipped], 0.6).Update();
        new Nnsgd([scaled], 0.7, 0.5).Update();
        for (var i = 0; i < start.Length; i++)
        {
            Assert.Equal(Math.Max(0, start[i] - 0.6 * slope[i]), clipped[i].item<float>(), 1e-6);
            Assert.Equal(start[i] - 0.5 * start[i] * Math.Tanh(0.7 * slope[i]), scaled[i].item<float>(), 1e-6);
        }
    }

    [Fact]
    public void The_photonic_sinusoidal_has_its_derivative()
    {
        var x = linspace(-0.5, 1.5, 41, dtype: ScalarType.Float64).requires_grad_();
        new PhotonicSinusoidal().forward(x).sum().backward();
        foreach (var (at, slope) in x.data<double>().ToArray().Zip(x.grad!.data<double>().ToArray()))
            if (Math.Abs(at) > 1e-9 && Math.Abs(at - 1) > 1e-9) Assert.Equal(at is > 0 and < 1 ? Math.PI / 2 * Math.Sin(Math.PI * at) : 0, slope, 1e-12);
    }

    [Fact]
    public void Group_convolutions_keep_their_full_weight_by_comparing_the_free_one()
    {
        var layer = new Equivariant.GroupConvolution(Equivariant.FeatureField.Regular(Equivariant.PlanarGroup.C4, 2), 2, 3);
        layer.eval();
        using var _ = no_grad();
        // In the memory that the layer keeps: what is written there is seen again.
        layer.FullWeight().fill_(7);
        Assert.True(layer.FullWeight().eq(7).all().item<bool>());
        layer.Weight.mul_(2);
        Assert.False(layer.FullWeight().eq(7).any().item<bool>());
    }

    [Fact]
    public void The_E4_layer_aggregates_by_shifted_views()
    {
        var (kernels, values) = (randn(2, 18 * 4, 5, 6).requires_grad_(), randn(2, 16, 5, 6).requires_grad_());
        var y = Equivariant.Aggregation.Apply(kernels, values, Equivariant.PlanarGroup.C4, 3);
        y.sum().backward();
        Assert.Equal(values.shape, y.shape);
        Assert.Equal((y * 1).sum().ToDouble(), (kernels * kernels.grad!).sum().ToDouble(), 1e-2);
    }
}
