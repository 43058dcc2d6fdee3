namespace Enn.Equivariant;

/// <summary>What a ResNet-18 is made of.</summary>
public sealed record ResNet18Options
{
    /// <summary>The symmetries; null for the ordinary network, whose stride is one of its convolutions.</summary>
    public PlanarGroup? Group { get; init; }

    /// <summary>Fields of the first stage; each later one has twice as many.</summary>
    public long Width { get; init; } = 64;

    /// <summary>Where not null, the second layer of each block is an E4 layer.</summary>
    public E4Options? E4 { get; init; }

    /// <summary>Whether the second convolution of each block has a bias: an option of the official p4m network.</summary>
    public bool HasBias { get; init; }

    /// <summary>The probability with which a value is dropped after the first convolution of each block.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>Classes.</summary>
    public long Classes { get; init; } = 10;

    /// <summary>Colours of the images.</summary>
    public long Channels { get; init; } = 3;

    /// <summary>What to do where the official code is not equivariant.</summary>
    public EquivarianceMode Mode { get; init; }

    /// <summary>The ordinary ResNet-18.</summary>
    public static ResNet18Options Plain { get; } = new();

    /// <summary>p4-ResNet-18.</summary>
    public static ResNet18Options P4 { get; } = new() { Group = PlanarGroup.C4, Width = 32 };

    /// <summary>p4m-ResNet-18.</summary>
    public static ResNet18Options P4M { get; } = new() { Group = PlanarGroup.D4, Width = 22 };

    /// <summary>p4-E4-ResNet-18.</summary>
    public static ResNet18Options P4E4 { get; } = P4 with { E4 = new() };

    /// <summary>p4m-E4-ResNet-18.</summary>
    public static ResNet18Options P4ME4 { get; } = P4M with { E4 = new() };

    /// <summary>The same network in the official mode.</summary>
    public ResNet18Options Official() => this with { Mode = EquivarianceMode.Official, E4 = E4 is null ? null : E4 with { Mode = EquivarianceMode.Official } };
}
