using Enn.NonNegative;

namespace Enn.Experiments.NonNegativePaper;

/// <summary>The official code's words for methods, nets, data sets, activations and optimisers, as its tables and options spell them.</summary>
public static class Spelling
{
    /// <summary>Train with SGD, then transform.</summary>
    public const string Transformation = "transformation";

    /// <summary>Train with SGD, transform, train on with a non-negative optimiser.</summary>
    public const string PostTraining = "post_train_nn";

    /// <summary>Transform the initial net, then train with a non-negative optimiser.</summary>
    public const string FromScratch = "fully_nn_train";

    /// <summary>Baseline of post-training: clip at zero in place of the transformation.</summary>
    public const string ClippedPostTraining = "clip_post_train";

    /// <summary>Baseline of training from scratch: exponentially distributed weights in place of the transformation.</summary>
    public const string ExponentialInitialisation = "exp_init";

    /// <summary>The photonic sigmoid.</summary>
    public const string Sigmoid = "photonic_sigmoid";

    /// <summary>The photonic sinusoidal activation.</summary>
    public const string Sinusoidal = "photonic_sinusoidal";

    /// <summary>Clipped SGD.</summary>
    public const string Csgd = "csgd";

    /// <summary>Non-negative SGD, multiplicative.</summary>
    public const string Nnsgd = "nnsgd";

    /// <summary>What stands for no non-negative optimiser.</summary>
    public const string NoOptimizer = "-";

    /// <summary>Methods by their words.</summary>
    public static IReadOnlyDictionary<string, ScenarioName> Methods { get; } = new Dictionary<string, ScenarioName>
    {
        [Transformation] = ScenarioName.Transformation,
        [PostTraining] = ScenarioName.PostTraining,
        [FromScratch] = ScenarioName.FromScratch,
        [ClippedPostTraining] = ScenarioName.ClippedPostTraining,
        [ExponentialInitialisation] = ScenarioName.ExponentialInitialisation,
    };

    /// <summary>Architectures by their words.</summary>
    public static IReadOnlyDictionary<string, ArchitectureName> Architectures { get; } = new Dictionary<string, ArchitectureName>
    {
        ["mlp"] = ArchitectureName.Mlp, ["cnn"] = ArchitectureName.Cnn, ["alexnet"] = ArchitectureName.AlexNet,
    };

    /// <summary>Data sets by their words.</summary>
    public static IReadOnlyDictionary<string, DatasetName> Datasets { get; } = new Dictionary<string, DatasetName>
    {
        ["mnist"] = DatasetName.Mnist, ["fashion_mnist"] = DatasetName.FashionMnist, ["cifar10"] = DatasetName.Cifar10,
    };

    /// <summary>Activations by their words.</summary>
    public static IReadOnlyDictionary<string, ActivationName> Activations { get; } = new Dictionary<string, ActivationName>
    {
        [Sigmoid] = ActivationName.PhotonicSigmoid, [Sinusoidal] = ActivationName.PhotonicSinusoidal,
        ["relu"] = ActivationName.Relu, ["relu14"] = ActivationName.Relu14, ["relu12"] = ActivationName.Relu12, ["relu10"] = ActivationName.Relu10,
        ["relu8"] = ActivationName.Relu8, ["relu6"] = ActivationName.Relu6, ["relu4"] = ActivationName.Relu4,
    };

    /// <summary>Optimisers by their words.</summary>
    public static IReadOnlyDictionary<string, OptimizerName> Optimizers { get; } = new Dictionary<string, OptimizerName>
    {
        [Nnsgd] = OptimizerName.Nnsgd, [Csgd] = OptimizerName.Csgd,
    };

    /// <summary>The word for a value.</summary>
    public static string Of<T>(IReadOnlyDictionary<string, T> words, T value) where T : struct, Enum => words.First(pair => pair.Value.Equals(value)).Key;

    /// <summary>The word for an optimiser or none.</summary>
    public static string Of(OptimizerName? optimizer) => optimizer is { } name ? Of(Optimizers, name) : NoOptimizer;
}
