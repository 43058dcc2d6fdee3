using Enn.NonNegative;
using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>A random network with inputs: everything follows from kind, type and seed; the transformation's rule and path come along.</summary>
public sealed record NetworkCase(string Kind, ScalarType Dtype, ShiftRule Rule, ExecutionPath Path, int Seed)
{
    internal static Gen<NetworkCase> Gen(params string[] kinds) =>
        from kind in FsCheck.Fluent.Gen.Elements(kinds)
        from dtype in FsCheck.Fluent.Gen.Elements(ScalarType.Float32, ScalarType.Float64)
        from rule in FsCheck.Fluent.Gen.Elements(Enum.GetValues<ShiftRule>())
        from path in FsCheck.Fluent.Gen.Elements(ExecutionPath.Fused, ExecutionPath.TwoBranch)
        from seed in Property.Seeds
        select new NetworkCase(kind, dtype, rule, path, seed);

    /// <summary>The network in evaluation mode, and a batch of inputs in [0, 1].</summary>
    internal (Module<Tensor, Tensor> Network, Tensor X) Make()
    {
        var draw = new Draw(Seed);
        Activation act = draw.One<Activation>(new PhotonicSigmoid(), new PhotonicSinusoidal(), new ReluN(6), new GeluN(), ModuleActivation.Of(nn.Tanh())!);
        Module<Tensor, Tensor> network = Kind switch
        {
            "mlp" => new Mlp([draw.Int(1, 30), draw.Int(1, 30), draw.Int(1, 30), draw.Int(2, 10)], act),
            "cnn" => new MnistCnn(act),
            "conv1d" => nn.Sequential(nn.Conv1d(2, 5, 3, padding: 1), nn.BatchNorm1d(5), act, nn.AvgPool1d(2), nn.Conv1d(5, 4, 3), act, nn.Flatten(), nn.Linear(8, 3)),
            "pools" => nn.Sequential(nn.Conv2d(2, 4, 3, padding: 1, bias: false), nn.BatchNorm2d(4), act, nn.MaxPool2d(2), nn.Conv2d(4, 4, 3, groups: 2), act,
                nn.AdaptiveAvgPool2d(2), nn.Dropout(0.5), nn.Flatten(), nn.Linear(16, 5), act, nn.Linear(5, 3)),
            "residual" => nn.Sequential(new BasicBlock(2, 2, 1, act), new BasicBlock(2, 4, 2, act), nn.Flatten(), nn.Linear(100, 3)),
            "rnn" => nn.Sequential(new Rnn(3, 6, draw.Flag() ? new PhotonicSinusoidal() : ModuleActivation.Of(nn.Tanh())!), new LastStep(), nn.Linear(6, 3)),
            _ => throw new ArgumentException(Kind),
        };
        Networks.Randomise(network, Seed);
        network.to(Dtype);
        network.eval();
        var x = Kind switch
        {
            "mlp" => draw.Uniform([20, ((Linear)((ILayered)network).Layers[1]).in_features], Dtype),
            "cnn" => draw.Uniform([2, 1, 28, 28], Dtype),
            "conv1d" => draw.Uniform([4, 2, 8], Dtype),
            "rnn" => draw.Uniform([4, 5, 3], Dtype),
            _ => draw.Uniform([4, 2, 10, 10], Dtype),
        };
        return (network, x);
    }
}
