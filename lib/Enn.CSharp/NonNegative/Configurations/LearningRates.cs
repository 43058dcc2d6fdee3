using static Enn.NonNegative.ActivationName;
using static Enn.NonNegative.ArchitectureName;
using static Enn.NonNegative.DatasetName;

namespace Enn.NonNegative;

/// <summary>The rates of an optimizer of a transformed network: lr for CSGD, lr_in and lr_out for NNSGD.</summary>
public readonly record struct TwinRates(double In, double Out);

/// <summary>The learning rates of the paper's code, one table a scenario. A missing entry is missing there too.</summary>
public static class LearningRates
{
    private const ActivationName Sigmoid = PhotonicSigmoid, Sinusoidal = PhotonicSinusoidal, AnyRelu = Relu;

    private static readonly Dictionary<(ArchitectureName, ActivationName, DatasetName), double> _sgd = new()
    {
        [(Mlp, Sigmoid, Mnist)] = 0.092, [(Mlp, Sigmoid, FashionMnist)] = 0.01, [(Mlp, Sigmoid, Cifar10)] = 0.002,
        [(Mlp, Sinusoidal, Mnist)] = 0.5, [(Mlp, Sinusoidal, FashionMnist)] = 0.16, [(Mlp, Sinusoidal, Cifar10)] = 0.047,
        [(Mlp, AnyRelu, Mnist)] = 0.01, [(Mlp, AnyRelu, FashionMnist)] = 0.01, [(Mlp, AnyRelu, Cifar10)] = 0.01, [(Mlp, AnyRelu, Cifar100)] = 0.01,
        [(Cnn, Sigmoid, Mnist)] = 0.007, [(Cnn, Sigmoid, FashionMnist)] = 0.01, [(Cnn, Sigmoid, Cifar10)] = 0.026, [(Cnn, Sigmoid, Cifar100)] = 0.01,
        [(Cnn, Sinusoidal, Mnist)] = 0.5, [(Cnn, Sinusoidal, FashionMnist)] = 0.056, [(Cnn, Sinusoidal, Cifar10)] = 0.06, [(Cnn, Sinusoidal, Cifar100)] = 0.01,
        [(Cnn, AnyRelu, Mnist)] = 0.01, [(Cnn, AnyRelu, FashionMnist)] = 0.01, [(Cnn, AnyRelu, Cifar10)] = 0.01, [(Cnn, AnyRelu, Cifar100)] = 0.01,
        [(AlexNet, Sigmoid, Mnist)] = 0.007, [(AlexNet, Sigmoid, FashionMnist)] = 0.01, [(AlexNet, Sigmoid, Cifar10)] = 0.026, [(AlexNet, Sigmoid, Cifar100)] = 0.01,
        [(AlexNet, Sinusoidal, Mnist)] = 0.5, [(AlexNet, Sinusoidal, FashionMnist)] = 0.056, [(AlexNet, Sinusoidal, Cifar10)] = 0.01, [(AlexNet, Sinusoidal, Cifar100)] = 0.01,
        [(AlexNet, AnyRelu, Cifar10)] = 0.01, [(AlexNet, AnyRelu, Cifar100)] = 0.01,
    };

    private static readonly Dictionary<(ArchitectureName, DatasetName, ActivationName), (TwinRates Nnsgd, double Csgd)> _postTraining = new()
    {
        [(Mlp, Mnist, Sigmoid)] = (new(0.78, 0.23), 0.002), [(Mlp, Mnist, Sinusoidal)] = (new(0.9, 0.68), 0.009),
        [(Mlp, FashionMnist, Sigmoid)] = (new(0.28, 0.3), 0.0027), [(Mlp, FashionMnist, Sinusoidal)] = (new(0.9, 0.6), 0.008),
        [(Mlp, Cifar10, Sigmoid)] = (new(0.37, 0.3), 0.0034), [(Mlp, Cifar10, Sinusoidal)] = (new(0.91, 0.086), 0.002),
        [(Cnn, Mnist, Sigmoid)] = (new(0.93, 0.21), 0.0024), [(Cnn, Mnist, Sinusoidal)] = (new(0.56, 0.69), 0.04),
        [(Cnn, FashionMnist, Sigmoid)] = (new(0.61, 0.082), 0.0035), [(Cnn, FashionMnist, Sinusoidal)] = (new(0.58, 0.41), 0.024),
        [(Cnn, Cifar10, Sigmoid)] = (new(0.37, 0.3), 0.00002), [(Cnn, Cifar10, Sinusoidal)] = (new(0.91, 0.086), 0.00001),
    };

    private static readonly Dictionary<(ArchitectureName, DatasetName, ActivationName), (TwinRates Nnsgd, double? Csgd)> _fromScratch = new()
    {
        [(Mlp, Mnist, Sigmoid)] = (new(0.64, 0.6), 0.0067), [(Mlp, Mnist, Sinusoidal)] = (new(1.0, 1.0), 0.034), [(Mlp, Mnist, AnyRelu)] = (new(0.0005, 1.0), null),
        [(Mlp, FashionMnist, Sigmoid)] = (new(0.28, 0.91), 0.0091), [(Mlp, FashionMnist, Sinusoidal)] = (new(0.63, 0.5), 0.05), [(Mlp, FashionMnist, AnyRelu)] = (new(0.63, 0.5), null),
        [(Mlp, Cifar10, Sigmoid)] = (new(0.5, 0.5), 0.0049), [(Mlp, Cifar10, Sinusoidal)] = (new(0.86, 0.68), 0.024), [(Mlp, Cifar10, AnyRelu)] = (new(0.86, 0.68), null),
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
