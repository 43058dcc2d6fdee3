using static Enn.NonNegative.DatasetName;

namespace Enn.NonNegative;

/// <summary>The rates of an optimizer of a transformed network: lr for CSGD, lr_in and lr_out for NNSGD.</summary>
public readonly record struct TwinRates(double In, double Out);

/// <summary>The learning rates of the paper's code, one table a scenario. A missing entry is missing there too.</summary>
public static class LearningRates
{
    private const ActivationName Sigmoid = ActivationName.PhotonicSigmoid, Sinusoidal = ActivationName.PhotonicSinusoidal, AnyRelu = ActivationName.Relu;
    private const ArchitectureName Dense = ArchitectureName.Mlp, Cnn = ArchitectureName.Cnn, Alex = ArchitectureName.AlexNet;

    private static readonly Dictionary<(ArchitectureName, ActivationName, DatasetName), double> _sgd = new()
    {
        [(Dense, Sigmoid, Mnist)] = 0.092, [(Dense, Sigmoid, FashionMnist)] = 0.01, [(Dense, Sigmoid, Cifar10)] = 0.002,
        [(Dense, Sinusoidal, Mnist)] = 0.5, [(Dense, Sinusoidal, FashionMnist)] = 0.16, [(Dense, Sinusoidal, Cifar10)] = 0.047,
        [(Dense, AnyRelu, Mnist)] = 0.01, [(Dense, AnyRelu, FashionMnist)] = 0.01, [(Dense, AnyRelu, Cifar10)] = 0.01, [(Dense, AnyRelu, Cifar100)] = 0.01,
        [(Cnn, Sigmoid, Mnist)] = 0.007, [(Cnn, Sigmoid, FashionMnist)] = 0.01, [(Cnn, Sigmoid, Cifar10)] = 0.026, [(Cnn, Sigmoid, Cifar100)] = 0.01,
        [(Cnn, Sinusoidal, Mnist)] = 0.5, [(Cnn, Sinusoidal, FashionMnist)] = 0.056, [(Cnn, Sinusoidal, Cifar10)] = 0.06, [(Cnn, Sinusoidal, Cifar100)] = 0.01,
        [(Cnn, AnyRelu, Mnist)] = 0.01, [(Cnn, AnyRelu, FashionMnist)] = 0.01, [(Cnn, AnyRelu, Cifar10)] = 0.01, [(Cnn, AnyRelu, Cifar100)] = 0.01,
        [(Alex, Sigmoid, Mnist)] = 0.007, [(Alex, Sigmoid, FashionMnist)] = 0.01, [(Alex, Sigmoid, Cifar10)] = 0.026, [(Alex, Sigmoid, Cifar100)] = 0.01,
        [(Alex, Sinusoidal, Mnist)] = 0.5, [(Alex, Sinusoidal, FashionMnist)] = 0.056, [(Alex, Sinusoidal, Cifar10)] = 0.01, [(Alex, Sinusoidal, Cifar100)] = 0.01,
        [(Alex, AnyRelu, Cifar10)] = 0.01, [(Alex, AnyRelu, Cifar100)] = 0.01,
    };

    private static readonly Dictionary<(ArchitectureName, DatasetName, ActivationName), (TwinRates Nnsgd, double Csgd)> _postTraining = new()
    {
        [(Dense, Mnist, Sigmoid)] = (new(0.78, 0.23), 0.002), [(Dense, Mnist, Sinusoidal)] = (new(0.9, 0.68), 0.009),
        [(Dense, FashionMnist, Sigmoid)] = (new(0.28, 0.3), 0.0027), [(Dense, FashionMnist, Sinusoidal)] = (new(0.9, 0.6), 0.008),
        [(Dense, Cifar10, Sigmoid)] = (new(0.37, 0.3), 0.0034), [(Dense, Cifar10, Sinusoidal)] = (new(0.91, 0.086), 0.002),
        [(Cnn, Mnist, Sigmoid)] = (new(0.93, 0.21), 0.0024), [(Cnn, Mnist, Sinusoidal)] = (new(0.56, 0.69), 0.04),
        [(Cnn, FashionMnist, Sigmoid)] = (new(0.61, 0.082), 0.0035), [(Cnn, FashionMnist, Sinusoidal)] = (new(0.58, 0.41), 0.024),
        [(Cnn, Cifar10, Sigmoid)] = (new(0.37, 0.3), 0.00002), [(Cnn, Cifar10, Sinusoidal)] = (new(0.91, 0.086), 0.00001),
    };

    private static readonly Dictionary<(ArchitectureName, DatasetName, ActivationName), (TwinRates Nnsgd, double? Csgd)> _fromScratch = new()
    {
        [(Dense, Mnist, Sigmoid)] = (new(0.64, 0.6), 0.0067), [(Dense, Mnist, Sinusoidal)] = (new(1.0, 1.0), 0.034), [(Dense, Mnist, AnyRelu)] = (new(0.0005, 1.0), null),
        [(Dense, FashionMnist, Sigmoid)] = (new(0.28, 0.91), 0.0091), [(Dense, FashionMnist, Sinusoidal)] = (new(0.63, 0.5), 0.05), [(Dense, FashionMnist, AnyRelu)] = (new(0.63, 0.5), null),
        [(Dense, Cifar10, Sigmoid)] = (new(0.5, 0.5), 0.0049), [(Dense, Cifar10, Sinusoidal)] = (new(0.86, 0.68), 0.024), [(Dense, Cifar10, AnyRelu)] = (new(0.86, 0.68), null),
        [(Cnn, Mnist, Sigmoid)] = (new(0.39, 0.63), 0.004), [(Cnn, Mnist, Sinusoidal)] = (new(0.83, 0.78), 0.039), [(Cnn, Mnist, AnyRelu)] = (new(0.83, 0.78), null),
        [(Cnn, FashionMnist, Sigmoid)] = (new(0.1, 0.11), 0.004), [(Cnn, FashionMnist, Sinusoidal)] = (new(0.77, 0.56), 0.024), [(Cnn, FashionMnist, AnyRelu)] = (new(0.77, 0.56), null),
        [(Cnn, Cifar10, Sigmoid)] = (new(0.28, 0.38), 0.002), [(Cnn, Cifar10, Sinusoidal)] = (new(0.71, 0.37), 0.0034), [(Cnn, Cifar10, AnyRelu)] = (new(0.71, 0.37), null),
    };

    /// <summary>The rate of the original network's SGD; null where the paper has none.</summary>
    public static double? Sgd(ArchitectureName architecture, ActivationName activation, DatasetName dataset) =>
        _sgd.TryGetValue((architecture, Family(activation), dataset), out var rate) ? rate : null;

    /// <summary>The rates of the twin's optimizer in a scenario; null where the paper has none. CSGD's one rate is <c>In</c>.</summary>
    public static TwinRates? Twin(ScenarioName scenario, ArchitectureName architecture, ActivationName activation, DatasetName dataset, OptimizerName optimizer)
    {
        var key = (architecture, dataset, Family(activation));
        if (scenario == ScenarioName.PostTraining && _postTraining.TryGetValue(key, out var post))
            return optimizer == OptimizerName.Nnsgd ? post.Nnsgd : new TwinRates(post.Csgd, 0);
        if (scenario == ScenarioName.FromScratch && _fromScratch.TryGetValue(key, out var scratch))
            return optimizer == OptimizerName.Nnsgd ? scratch.Nnsgd : scratch.Csgd is { } rate ? new TwinRates(rate, 0) : null;
        return null;
    }

    private static ActivationName Family(ActivationName activation) => activation.IsRelu() ? AnyRelu : activation;
}
