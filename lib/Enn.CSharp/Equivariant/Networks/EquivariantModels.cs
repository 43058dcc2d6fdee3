using Enn.Conformance;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Equivariant;

/// <summary>The layers and networks of this paper that conformance cases name, all in official mode.</summary>
public static class EquivariantModels
{
    /// <summary>The model of this name; null for another.</summary>
    public static ConformanceModel? Create(string name, ModelArguments arguments)
    {
        var group = name.StartsWith("c4", StringComparison.Ordinal) || name.EndsWith("c4", StringComparison.Ordinal) ? PlanarGroup.C4 : PlanarGroup.D4;
        Module<Tensor, Tensor>? module = name switch
        {
            "c4_lift" or "d4_lift" => new GroupConvolution(FeatureField.Image(group, arguments.Whole("in_channels")), arguments.Whole("out_channels"), 3),
            "c4_conv1x1" or "d4_conv1x1" => Convolution(group, 1, arguments),
            "c4_conv3x3" or "d4_conv3x3" => Convolution(group, 3, arguments),
            "e4_c4" or "e4_d4" => new E4Layer(Fields(group, arguments), arguments.Whole("out_channels"), Single(arguments), Stride(arguments)),
            "e4_net" => Net(E4NetOptions.Normal, arguments),
            "e4_net_large" => Net(E4NetOptions.Large, arguments),
            "resnet18" => Network(ResNet18Options.Plain, arguments),
            "c4_resnet18" => Network(ResNet18Options.P4, arguments),
            "d4_resnet18" => Network(ResNet18Options.P4M, arguments),
            "e4c4_resnet18" => Network(ResNet18Options.P4 with { E4 = Layer(arguments, "kernel", "reduction", new()) }, arguments),
            "e4d4_resnet18" => Network(ResNet18Options.P4M with { E4 = Layer(arguments, "kernel", "reduction", new()) }, arguments),
            _ => null,
        };
        if (module is null) return null;
        var model = arguments.Text("head") == "flatten" ? new ConformanceModel(module, x => module.forward(x).flatten(1)) : ConformanceModel.Of(module);
        return model with { AmplifiesRounding = module is ResNet18 };
    }

    private static GroupConvolution Convolution(PlanarGroup group, int kernel, ModelArguments arguments) =>
        new(Fields(group, arguments), arguments.Whole("out_channels"), kernel, Stride(arguments), arguments.Flag("bias", false), EquivarianceMode.Official);

    private static E4Net Net(E4NetOptions options, ModelArguments arguments) =>
        new(options with { Layer = Layer(arguments, "kernel_size", "reduction_ratio", options.Layer), Dropout = arguments.Number("drop", options.Dropout) });

    private static ResNet18 Network(ResNet18Options options, ModelArguments arguments) => new(options.Official() with
    {
        Dropout = arguments.Number("dropout"),
        Classes = arguments.Whole("num_classes"),
        HasBias = arguments.Flag("bias", false),
    });

    private static FeatureField Fields(PlanarGroup group, ModelArguments arguments) => FeatureField.Regular(group, arguments.Whole("in_channels"));

    private static int Stride(ModelArguments arguments) => (int)arguments.Whole("stride", 1);

    // Of a layer by itself the kernel must be given, and one field a slice is the default.
    private static E4Options Single(ModelArguments arguments) => Layer(arguments, "kernel_size", "reduction_ratio", new() { Kernel = (int)arguments.Whole("kernel_size"), FieldsPerSlice = 1 });

    private static E4Options Layer(ModelArguments arguments, string kernel, string reduction, E4Options defaults) => new()
    {
        Kernel = (int)arguments.Whole(kernel, defaults.Kernel),
        Reduction = arguments.Number(reduction, defaults.Reduction),
        FieldsPerSlice = (int)arguments.Whole("groups", defaults.FieldsPerSlice),
        Mode = EquivarianceMode.Official,
    };
}
