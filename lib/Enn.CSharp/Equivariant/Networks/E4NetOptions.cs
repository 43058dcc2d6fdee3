namespace Enn.Equivariant;

/// <summary>What an E4-Net is made of.</summary>
public sealed record E4NetOptions
{
    /// <summary>The symmetries: C4 in the paper.</summary>
    public PlanarGroup Group { get; init; } = PlanarGroup.C4;

    /// <summary>Fields of every layer.</summary>
    public long Width { get; init; } = 16;

    /// <summary>The E4 layers, and the mode of the whole net.</summary>
    public E4Options Layer { get; init; } = new() { Kernel = 5, Reduction = 1, FieldsPerSlice = 8 };

    /// <summary>Where not null, group convolutions of this kernel stand in the place of the E4 layers: the G-CNN of the same layout, and with the trivial group the plain CNN.</summary>
    public int? ConvolutionKernel { get; init; }

    /// <summary>The probability with which a value is dropped after each layer from the third on.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>Classes.</summary>
    public long Classes { get; init; } = 10;

    /// <summary>The paper's small net: 18,694 parameters in official mode.</summary>
    public static E4NetOptions Normal { get; } = new();

    /// <summary>The paper's large net: 45,514 parameters in official mode.</summary>
    public static E4NetOptions Large { get; } = new() { Width = 24, Layer = new() { Kernel = 5, Reduction = 2, FieldsPerSlice = 2 } };
}
