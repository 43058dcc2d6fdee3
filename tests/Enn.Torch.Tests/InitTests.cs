using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.init;

namespace Enn.Torch.Tests;

/// <summary>The same seed gives the same weights as Python, module by module and filler by filler.</summary>
public class InitTests
{
    public static TheoryData<string> Modules => [.. Golden.Of("init").EnumerateObject().Select(p => p.Name)];
    public static TheoryData<string> Fillers => [.. Golden.Of("fillers").EnumerateObject().Select(p => p.Name)];

    private static Module Make(string name) => name switch
    {
        "linear" => Linear(5, 3),
        "conv1d" => Conv1d(2, 3, 3),
        "conv2d" => Conv2d(2, 4, 3, groups: 2),
        "conv3d" => Conv3d(1, 2, 2),
        "convT2d" => ConvTranspose2d(2, 3, 3),
        "embedding" => Embedding(4, 3, padding_idx: 1),
        "bilinear" => Bilinear(2, 3, 2),
        "attention" => MultiheadAttention(4, 2, add_bias_kv: true),
        "attention_kv" => MultiheadAttention(4, 2, kdim: 3, vdim: 5),
        "lstm" => LSTM(3, 2, 2, bidirectional: true),
        "encoder" => TransformerEncoderLayer(4, 2, 6),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such module"),
    };

    [Theory, MemberData(nameof(Modules))]
    public void Default_weights_are_pythons(string name)
    {
        var expected = Golden.Of("init", name);
        manual_seed(3);
        var state = Make(name).state_dict();
        Assert.Equal(expected.EnumerateObject().Select(p => p.Name), state.Keys);
        foreach (var (key, tensor) in state) Golden.Close(expected.GetProperty(key), tensor, 0, $"{name}.{key}");
    }

    [Theory, MemberData(nameof(Fillers))]
    public void Fillers_are_pythons(string name)
    {
        var tensor = empty(name == "dirac" ? [3, 2, 3, 3] : [4, 6], dtype: float64);
        manual_seed(5);
        var filled = name switch
        {
            "xavier_uniform" => xavier_uniform_(tensor, 2),
            "xavier_normal" => xavier_normal_(tensor),
            "kaiming_uniform" => kaiming_uniform_(tensor, 0.5, FanInOut.FanOut),
            "kaiming_normal" => kaiming_normal_(tensor, nonlinearity: NonlinearityType.ReLU),
            "orthogonal" => orthogonal_(tensor, 1.5),
            "trunc_normal" => trunc_normal_(tensor, 0.1, 0.5, -0.4, 0.9),
            "sparse" => sparse_(tensor, 0.4),
            "eye" => eye_(tensor),
            "normal" => normal_(tensor, 1, 2),
            "uniform" => uniform_(tensor, -3, 1),
            "dirac" => dirac_(tensor),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such filler"),
        };
        Assert.Same(tensor, filled);
        Golden.Close(Golden.Of("fillers", name), tensor, 1e-14, name);
    }

    [Theory]
    [InlineData("linear", NonlinearityType.Linear)]
    [InlineData("conv2d", NonlinearityType.Conv2D)]
    [InlineData("sigmoid", NonlinearityType.Sigmoid)]
    [InlineData("tanh", NonlinearityType.Tanh)]
    [InlineData("relu", NonlinearityType.ReLU)]
    [InlineData("leaky_relu", NonlinearityType.LeakyReLU)]
    public void Gains_are_pythons(string name, NonlinearityType type) => Assert.Equal(Golden.Of("gains", name).GetDouble(), calculate_gain(type, 0.3), 15);

    [Fact]
    public void Fans_need_two_dimensions()
    {
        Assert.Equal((18, 36), CalculateFanInAndFanOut(empty(4, 2, 3, 3)));
        Assert.Throws<ArgumentException>(() => CalculateFanInAndFanOut(empty(4)));
    }
}
