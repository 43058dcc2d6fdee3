using System.Text.Json;
using Enn.Conformance;
using Enn.Whitening;

namespace Enn.CSharp.Tests.Whitening;

/// <summary>Arguments of conformance cases.</summary>
public class ConformanceModelTests
{
    private static ZcaNorm Layer(string model, string arguments) =>
        (ZcaNorm)WhiteningModels.Create(model, new ModelArguments(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments)!))!.Module;

    [Theory]
    [InlineData("zca", 8)]
    [InlineData("zca_svd", 2)]
    public void What_a_case_leaves_out_is_as_in_the_official_class(string model, long size)
    {
        var layer = Layer(model, """{ "num_features": 8 }""");
        Assert.Equal((size, 1e-4, 0.1), (layer.Groups.Size, layer.Epsilon, layer.Momentum));
        var chosen = Layer(model, """{ "num_features": 12, "groups": 3, "eps": 0.01, "momentum": 0.5 }""");
        Assert.Equal((4, 0.01, 0.5), (chosen.Groups.Size, chosen.Epsilon, chosen.Momentum));
    }

    [Fact]
    public void The_number_of_channels_is_needed() => Assert.Contains("num_features", Assert.Throws<ConformanceException>(() => Layer("zca", "{}")).Message);
}
