namespace Enn.Equivariant;

/// <summary>What an E4 layer is made of. The numbers of the paper's MNIST nets: kernel 5; 8 channels a slice and no reduction, or 2 and 2; of its ResNets: 3, 2, 2.</summary>
public sealed record E4Options
{
    /// <summary>k, the side of the generated kernels, odd.</summary>
    public int Kernel { get; init; } = 3;

    /// <summary>r: the generator works on floor(inputs / r) fields.</summary>
    public double Reduction { get; init; } = 2;

    /// <summary>J, the fields that share a generated kernel. The official code calls it <c>groups</c>.</summary>
    public int FieldsPerSlice { get; init; } = 2;

    /// <summary>What to do where the official code is not equivariant.</summary>
    public EquivarianceMode Mode { get; init; }
}
