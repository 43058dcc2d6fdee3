namespace Enn.Experiments.NonNegativePaper;

/// <summary>The words of the official code's tables and command line.</summary>
public static class Terms
{
    /// <summary>Train with SGD, then transform.</summary>
    public const string Transformation = "transformation";

    /// <summary>Train with SGD, transform, train on with a non-negative optimiser.</summary>
    public const string PostTraining = "post_train_nn";

    /// <summary>Transform the initial net, then train with a non-negative optimiser.</summary>
    public const string FromScratch = "fully_nn_train";

    /// <summary>The photonic sigmoid.</summary>
    public const string Sigmoid = "photonic_sigmoid";

    /// <summary>The photonic sinusoidal activation.</summary>
    public const string Sinusoidal = "photonic_sinusoidal";

    /// <summary>Clipped SGD.</summary>
    public const string Csgd = "csgd";

    /// <summary>Non-negative SGD, multiplicative.</summary>
    public const string Nnsgd = "nnsgd";

    /// <summary>No non-negative optimiser.</summary>
    public const string None = "-";

    /// <summary>The methods.</summary>
    public static IReadOnlyList<string> Methods { get; } = [Transformation, PostTraining, FromScratch];

    /// <summary>The non-negative optimisers.</summary>
    public static IReadOnlyList<string> Optimizers { get; } = [Nnsgd, Csgd];
}
