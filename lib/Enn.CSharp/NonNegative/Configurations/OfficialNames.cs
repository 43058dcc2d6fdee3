namespace Enn.NonNegative;

/// <summary>The words that the official command line and tables use.</summary>
public static class OfficialNames
{
    private static readonly Dictionary<string, Enum> _values = new(StringComparer.Ordinal)
    {
        ["mnist"] = DatasetName.Mnist, ["fashion_mnist"] = DatasetName.FashionMnist, ["cifar10"] = DatasetName.Cifar10, ["cifar100"] = DatasetName.Cifar100,
        ["mlp"] = ArchitectureName.Mlp, ["cnn"] = ArchitectureName.Cnn, ["alexnet"] = ArchitectureName.AlexNet,
        ["csgd"] = OptimizerName.Csgd, ["nnsgd"] = OptimizerName.Nnsgd,
        ["transformation"] = ScenarioName.Transformation, ["post_train_nn"] = ScenarioName.PostTraining, ["fully_nn_train"] = ScenarioName.FromScratch,
        ["photonic_sigmoid"] = ActivationName.PhotonicSigmoid, ["photonic_sinusoidal"] = ActivationName.PhotonicSinusoidal, ["relu"] = ActivationName.Relu,
        ["relu14"] = ActivationName.Relu14, ["relu12"] = ActivationName.Relu12, ["relu10"] = ActivationName.Relu10, ["relu8"] = ActivationName.Relu8,
        ["relu6"] = ActivationName.Relu6, ["relu4"] = ActivationName.Relu4,
    };

    /// <summary>What a word stands for.</summary>
    /// <typeparam name="T">One of the name enumerations.</typeparam>
    /// <exception cref="ArgumentException">The word is unknown; the message lists the known ones.</exception>
    public static T Parse<T>(string word) where T : struct, Enum => _values.TryGetValue(word, out var value) && value is T result
        ? result
        : throw new ArgumentException($"'{word}' is none of {string.Join(", ", All<T>())}.", nameof(word));

    /// <summary>The word for a value.</summary>
    public static string Word(Enum value) => _values.First(e => e.Value.Equals(value)).Key;

    /// <summary>All words of one kind.</summary>
    public static IReadOnlyList<string> All<T>() where T : struct, Enum => [.. _values.Where(e => e.Value is T).Select(e => e.Key)];
}
