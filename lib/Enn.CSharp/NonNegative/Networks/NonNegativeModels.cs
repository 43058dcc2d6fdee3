using Enn.Conformance;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>The models of this paper that conformance cases name: torchvision's networks, whose transformed twins must give the same logits.</summary>
public static class NonNegativeModels
{
    /// <summary>The model of this name: alexnet, vgg11 ... vgg19, resnet18 ... resnet152; null for another.</summary>
    public static ConformanceModel? Create(string name, ModelArguments arguments)
    {
        var classes = arguments.Whole("num_classes");
        double Dropout() => arguments.Number("dropout", 0.5);
        Module<Tensor, Tensor>? network = name switch
        {
            "alexnet" => new AlexNet(classes, Dropout()),
            "vgg11" or "vgg13" or "vgg16" or "vgg19" => new Vgg(int.Parse(name.AsSpan(3)), classes, Dropout()),
            "resnet18" or "resnet34" or "resnet50" or "resnet101" or "resnet152" => new ResNet(int.Parse(name.AsSpan(6)), classes),
            _ => null,
        };
        return network is null ? null : ConformanceModel.Of(network) with { Twins = input => Twins(network, input) };
    }

    // ReLU's bound and all ranges are measured on the input itself, so that nothing is clipped.
    private static Dictionary<string, Func<Tensor, Tensor>> Twins(Module<Tensor, Tensor> network, Tensor input)
    {
        NonNegativeNetwork Twin(ExecutionPath path)
        {
            var twin = NonNegativeTransform.Apply(network, new() { Calibration = [input], Path = path });
            twin.eval();
            return twin;
        }
        return new() { ["fused twin"] = Twin(ExecutionPath.Fused).forward, ["two-branch twin"] = Twin(ExecutionPath.TwoBranch).forward };
    }
}
