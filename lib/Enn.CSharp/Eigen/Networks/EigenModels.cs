using Enn.Conformance;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eigen;

/// <summary>The models of this paper that conformance cases name.</summary>
public static class EigenModels
{
    /// <summary>The model of this name: linear, conv2d, resnet18 ... resnet152, evit; null for another.</summary>
    public static ConformanceModel? Create(string name, ModelArguments arguments)
    {
        Module<Tensor, Tensor>? network = name switch
        {
            // What a case leaves out has the official constructor's default.
            "linear" => new EigenLinear(arguments.Whole("in_features"), arguments.Whole("out_features"), arguments.Flag("bias", true), Initialisation.None),
            "conv2d" => new EigenConv2d(arguments.Whole("in_channels"), arguments.Whole("out_channels"), arguments.Pair("kernel_size"), arguments.Pair("stride", 1),
                arguments.Pair("padding", 0), arguments.Pair("dilation", 1), arguments.Flag("bias", false), Initialisation.None),
            "resnet18" or "resnet34" or "resnet50" or "resnet101" or "resnet152" =>
                new ResNet(new ResNetOptions(int.Parse(name.AsSpan(6)), arguments.Whole("num_classes", 10), new EigenLayers(Initialisation.None))),
            "evit" => new EVit(new EVitOptions(arguments.Whole("image_size"), arguments.Whole("patch_size"), (int)arguments.Whole("num_layers"), arguments.Whole("num_heads"),
                arguments.Whole("hidden_dim"), arguments.Whole("mlp_dim"), arguments.Whole("num_classes", 1000), 0, new EigenLayers(Initialisation.None),
                RepresentationWidth: arguments.Has("representation_size") ? arguments.Whole("representation_size") : null)),
            _ => null,
        };
        if (network is null) return null;
        var layers = EigenLayers.Of(network);
        return ConformanceModel.Of(network) with
        {
            Logits = arguments.Text("head") == "flatten" ? x => network.forward(x).flatten(1) : network.forward,
            AmplifiesRounding = network is ResNet { Options.Depth: > 18 },
            Penalty = arguments.Has("orth_weight") ? () => Penalty.Of(layers) * arguments.Number("orth_weight") : null,
        };
    }
}
