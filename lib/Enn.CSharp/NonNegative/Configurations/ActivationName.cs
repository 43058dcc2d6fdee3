namespace Enn.NonNegative;

/// <summary>The activations of the paper's configurations.</summary>
public enum ActivationName
{
    /// <summary>[photonic_sigmoid]</summary>
    PhotonicSigmoid,

    /// <summary>[photonic_sinusoidal]</summary>
    PhotonicSinusoidal,

    /// <summary>[relu] ReLU, ReLU-14 in the twin.</summary>
    Relu,

    /// <summary>[relu14] ReLU-14 in both networks.</summary>
    Relu14,

    /// <summary>[relu12] ReLU-12 in both networks.</summary>
    Relu12,

    /// <summary>[relu10] ReLU-10 in both networks.</summary>
    Relu10,

    /// <summary>[relu8] ReLU-8 in both networks.</summary>
    Relu8,

    /// <summary>[relu6] ReLU-6 in both networks.</summary>
    Relu6,

    /// <summary>[relu4] ReLU-4 in both networks.</summary>
    Relu4,
}

/// <summary>What an activation's name stands for.</summary>
public static class ActivationNames
{
    /// <summary>The clip value of the twin's activation where the original has none (14, the paper's), else null.</summary>
    public static double? TwinBound(this ActivationName name) => name == ActivationName.Relu ? 14 : null;

    /// <summary>Whether this is one of the ReLU family.</summary>
    public static bool IsRelu(this ActivationName name) => name >= ActivationName.Relu;

    /// <summary>The activation of the original network.</summary>
    public static Activation Create(this ActivationName name) => name switch
    {
        ActivationName.PhotonicSigmoid => new PhotonicSigmoid(),
        ActivationName.PhotonicSinusoidal => new PhotonicSinusoidal(),
        ActivationName.Relu => new Relu(),
        ActivationName.Relu14 => new ReluN(14),
        ActivationName.Relu12 => new ReluN(12),
        ActivationName.Relu10 => new ReluN(10),
        ActivationName.Relu8 => new ReluN(8),
        ActivationName.Relu6 => new ReluN(6),
        ActivationName.Relu4 => new ReluN(4),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "unknown activation"),
    };
}
