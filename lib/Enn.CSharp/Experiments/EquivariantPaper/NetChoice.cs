using Enn.Equivariant;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Experiments.EquivariantPaper;

/// <summary>A network of the experiments by its name in tables.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Create">Makes it for so many classes, with this probability of dropout, in this mode.</param>
public sealed record NetChoice(string Name, Func<long, double, EquivarianceMode, Module<Tensor, Tensor>> Create)
{
    private static readonly E4NetOptions Small = new() { Width = 8, Layer = new() { Kernel = 5, Reduction = 1, FieldsPerSlice = 4 } };

    /// <summary>The paper's small net for digits.</summary>
    public static NetChoice Normal { get; } = Digits("E4-Net normal", E4NetOptions.Normal);

    /// <summary>The paper's large net for digits.</summary>
    public static NetChoice Large { get; } = Digits("E4-Net large", E4NetOptions.Large);

    /// <summary>ResNet-18.</summary>
    public static NetChoice R18 { get; } = Deep("R18", ResNet18Options.Plain);

    /// <summary>Its p4 version.</summary>
    public static NetChoice P4R18 { get; } = Deep("p4-R18", ResNet18Options.P4);

    /// <summary>With E4 layers.</summary>
    public static NetChoice P4E4R18 { get; } = Deep("p4-E4R18", ResNet18Options.P4E4);

    /// <summary>Its p4m version.</summary>
    public static NetChoice P4MR18 { get; } = Deep("p4m-R18", ResNet18Options.P4M);

    /// <summary>With E4 layers.</summary>
    public static NetChoice P4ME4R18 { get; } = Deep("p4m-E4R18", ResNet18Options.P4ME4);

    /// <summary>The three of the quick comparison, of one layout and as nearly as possible equal numbers of parameters: E4, group convolutions, ordinary convolutions.</summary>
    public static IReadOnlyList<NetChoice> EqualSize { get; } =
    [
        Digits("E4-Net, width 8", Small),
        Digits("G-CNN p4, width 5", Small with { Width = 5, ConvolutionKernel = 3 }),
        Digits("CNN, width 10", Small with { Group = PlanarGroup.Trivial, Width = 10, ConvolutionKernel = 3 }),
    ];

    /// <summary>All.</summary>
    public static IReadOnlyList<NetChoice> All { get; } = [Normal, Large, R18, P4R18, P4E4R18, P4MR18, P4ME4R18, .. EqualSize];

    private static NetChoice Digits(string name, E4NetOptions options) =>
        new(name, (classes, dropout, mode) => new E4Net(options with { Classes = classes, Dropout = dropout, Layer = options.Layer with { Mode = mode } }));

    private static NetChoice Deep(string name, ResNet18Options options) =>
        new(name, (classes, dropout, mode) => new ResNet18((mode == EquivarianceMode.Official ? options.Official() : options) with { Classes = classes, Dropout = dropout }));
}
