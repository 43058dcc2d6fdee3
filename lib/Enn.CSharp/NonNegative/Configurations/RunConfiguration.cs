using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>Everything that decides one run of a scenario, data and seed apart.</summary>
public sealed record RunConfiguration
{
    /// <summary>Which experiment.</summary>
    public required ScenarioName Scenario { get; init; }

    /// <summary>Which network.</summary>
    public required ArchitectureName Architecture { get; init; }

    /// <summary>Which data.</summary>
    public required DatasetName Dataset { get; init; }

    /// <summary>Which activation.</summary>
    public required ActivationName Activation { get; init; }

    /// <summary>The twin's optimizer; null for <see cref="ScenarioName.Transformation"/>.</summary>
    public OptimizerName? Optimizer { get; init; }

    /// <summary>Samples a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Epochs of the original network.</summary>
    public int OriginalEpochs { get; init; }

    /// <summary>Epochs of the twin.</summary>
    public int TwinEpochs { get; init; }

    /// <summary>The rate of the original network's SGD.</summary>
    public double SgdRate { get; init; }

    /// <summary>The rates of the twin's optimizer.</summary>
    public TwinRates TwinRates { get; init; }

    /// <summary>Whether training data is shuffled each epoch. The official loaders do not shuffle MNIST and Fashion-MNIST.</summary>
    public bool Shuffle { get; init; }

    /// <summary>How the twin is made.</summary>
    public TransformOptions Transform { get; init; } = new();

    /// <summary>Whether the loss is NLL on whatever the network gives, as upstream computes it from scratch; it is unbounded below on raw logits.</summary>
    public bool UpstreamRawNll { get; init; }

    /// <summary>lambda of <see cref="ScenarioName.ExponentialInitialisation"/>, which the paper does not publish; null in other scenarios.</summary>
    public double? ExponentialRate { get; init; }

    /// <summary>Whether the scenario is a baseline without the transformation.</summary>
    public bool IsBaseline => Scenario is ScenarioName.ClippedPostTraining or ScenarioName.ExponentialInitialisation;

    /// <summary>The paper's configuration of a run. A baseline has the epochs and rates of the scenario that it is compared with.</summary>
    /// <exception cref="NotSupportedException">The paper has no learning rate for this combination.</exception>
    public static RunConfiguration Of(ScenarioName scenario, ArchitectureName architecture, DatasetName dataset, ActivationName activation, OptimizerName? optimizer = null)
    {
        var settings = DatasetSettings.Of(dataset);
        var schedule = scenario switch
        {
            ScenarioName.ClippedPostTraining => ScenarioName.PostTraining,
            ScenarioName.ExponentialInitialisation => ScenarioName.FromScratch,
            _ => scenario,
        };
        var trainsOriginal = schedule != ScenarioName.FromScratch;
        var trainsTwin = schedule != ScenarioName.Transformation;
        if (trainsTwin && optimizer is null) throw new ArgumentException($"The scenario {scenario} needs an optimizer for the twin.", nameof(optimizer));
        NotSupportedException Missing(string what) => new($"The paper has no {what} for {architecture} on {dataset} with {activation} in the scenario {scenario}.");
        return new()
        {
            Scenario = scenario,
            Architecture = architecture,
            Dataset = dataset,
            Activation = activation,
            Optimizer = trainsTwin ? optimizer : null,
            BatchSize = settings.BatchSize,
            OriginalEpochs = schedule switch { ScenarioName.Transformation => settings.Epochs, ScenarioName.PostTraining => settings.OriginalEpochs, _ => 0 },
            TwinEpochs = schedule switch { ScenarioName.FromScratch => settings.Epochs, ScenarioName.PostTraining => settings.TwinEpochs, _ => 0 },
            SgdRate = trainsOriginal ? LearningRates.Sgd(architecture, activation, dataset) ?? throw Missing("SGD rate") : 0,
            TwinRates = trainsTwin ? LearningRates.Twin(schedule, architecture, activation, dataset, optimizer!.Value) ?? throw Missing($"{optimizer} rate") : default,
            Shuffle = dataset is DatasetName.Cifar10 or DatasetName.Cifar100,
            Transform = new()
            {
                // The paper has one alpha for all layers, the activation's bound. The MLP reads grey images in [0, 1] also on CIFAR; the other networks
                // read signed colours there, which that alpha would not cover.
                Input = architecture == ArchitectureName.Mlp || !settings.Input.IsSigned
                    ? activation.Create().Bounded(activation.TwinBound()).Range!.Value
                    : settings.Input,
                ActivationBound = activation.TwinBound(),
            },
        };
    }

    /// <summary>The same run with another number of epochs; for languages without <c>with</c> expressions.</summary>
    /// <param name="original">Of the original network.</param>
    /// <param name="twin">Of the twin.</param>
    public RunConfiguration WithEpochs(int original, int twin) => this with { OriginalEpochs = original, TwinEpochs = twin };

    /// <summary>The same run with the twin made in another way.</summary>
    public RunConfiguration WithTransform(TransformOptions transform) => this with { Transform = transform };

    /// <summary>A new original network, Xavier-normal weights from the default random generator.</summary>
    public Module<Tensor, Tensor> CreateNetwork()
    {
        var (settings, activation) = (DatasetSettings.Of(Dataset), Activation.Create());
        Module<Tensor, Tensor> network = Architecture switch
        {
            ArchitectureName.Mlp => new Mlp(settings.MlpSizes, activation),
            ArchitectureName.Cnn when Dataset is DatasetName.Mnist or DatasetName.FashionMnist => new MnistCnn(activation, settings.Classes),
            ArchitectureName.Cnn => new SimpleCnn(activation, settings.Classes),
            ArchitectureName.AlexNet => new AlexNet(settings.Classes, activation: activation),
            _ => throw new NotSupportedException($"unknown architecture {Architecture}"),
        };
        Initialisers.XavierNormal(network);
        return network;
    }
}
