using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eigen;

/// <summary>What is trained and how gradients reach it.</summary>
public enum Method
{
    /// <summary>The dense twin, by backpropagation.</summary>
    Dense,

    /// <summary>The Eigen network, by backpropagation: the paper's ENN.</summary>
    Enn,

    /// <summary>The Eigen network, unit by unit: the paper's ENN-l.</summary>
    EnnLocal,
}

/// <summary>Everything that decides a classification training but data and seed.</summary>
/// <param name="Method">What is trained and how.</param>
/// <param name="Depth">Of the residual network.</param>
/// <param name="Width">Channels of its stem; the paper's is 64.</param>
/// <param name="Batch">Images a step.</param>
/// <param name="Epochs">Passes over the training images.</param>
/// <param name="Recipe">The optimizer; of each unit in local learning.</param>
public sealed record Protocol(Method Method, int Depth, long Width, int Batch, int Epochs, OptimizerRecipe Recipe)
{
    /// <summary>The name of the way that bases are kept, out of <see cref="Orthonormalities.Names"/>.</summary>
    public string Orthonormality { get; init; } = "soft";

    /// <summary>lambda of the soft penalty or s of the decoupled step.</summary>
    public double Strength { get; init; }

    /// <summary>How factors start.</summary>
    public Initialisation Initialisation { get; init; }

    /// <summary>How the classifier's factors start.</summary>
    public Initialisation ClassifierInitialisation { get; init; }

    /// <summary>The rates of local learning's units; null for the recipe's.</summary>
    public UnitRates? Rates { get; init; }

    /// <summary>T_max of the bouncing cosine, in units of <see cref="StepsPerRate"/>; null for none.</summary>
    public long? HalfPeriod { get; init; }

    /// <summary>Steps between two rates of the bouncing cosine.</summary>
    public long StepsPerRate { get; init; } = 1;

    /// <summary>Whether rates follow one cosine over all steps.</summary>
    public bool WholeCosine { get; init; }

    /// <summary>The heads of local learning.</summary>
    public LocalHeadOptions Heads { get; init; } = new();

    /// <summary>The network with initial weights from the default generator.</summary>
    /// <param name="classes">K.</param>
    /// <param name="channels">Of the images.</param>
    public ResNet CreateNetwork(long classes, long channels) =>
        new(new ResNetOptions(Depth, classes, Method == Method.Dense ? new DenseLayers() : new EigenLayers(Initialisation, ClassifierInitialisation), Stem.Cifar, channels, Width));

    /// <summary>The training at its start.</summary>
    /// <param name="network">From <see cref="CreateNetwork"/>, where it is to be trained.</param>
    /// <param name="example">A batch of images of the size that will be trained on.</param>
    /// <param name="steps">Steps altogether.</param>
    /// <param name="seed">Of the local heads.</param>
    public ITrainer CreateTrainer(ResNet network, Tensor example, long steps, long seed)
    {
        var way = Orthonormalities.Of(Orthonormality, Strength);
        if (Method == Method.EnnLocal)
        {
            return new LocalTrainer(network, example, network.Options.Classes, Heads, seed, unit =>
                new UnitRecipe(way, Rates is null ? Recipe : Recipe with { Rate = Rates.Of(unit.Name) }, Rates is null ? Schedule(steps) : Rates.Cycles(unit.Name) ? RateSchedule.OneCycle(steps) : RateSchedule.Constant));
        }
        return new EndToEndTrainer(network, new FactorOptimizer([.. network.parameters()], EigenLayers.Of(network), way, Recipe, Schedule(steps)));
    }

    private RateSchedule Schedule(long steps) => HalfPeriod is { } half ? RateSchedule.BouncingCosine(half, StepsPerRate) : WholeCosine ? RateSchedule.Cosine(steps) : RateSchedule.Constant;

    /// <summary>All choices by name, as a run's settings have them.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings()
    {
        yield return new("method", Method switch { Method.Dense => "dense", Method.Enn => "enn", _ => "enn-l" });
        yield return new("network", $"resnet{Depth}");
        yield return new("width", Width.ToString());
        yield return new("batch_size", Batch.ToString());
        yield return new("epochs", Epochs.ToString());
        yield return new("optimizer", $"{(Recipe.Kind == OptimizerKind.AdamW ? "adamw" : "sgd")} lr {Recipe.Rate:R} momentum {Recipe.Momentum:R} decay {Recipe.WeightDecay:R}{(Recipe.Nesterov ? " nesterov" : "")}{(Recipe.DecayBases ? "" : " bases not decayed")}");
        yield return new("schedule", HalfPeriod is { } half ? $"bouncing cosine {half} x {StepsPerRate}" : WholeCosine ? "cosine" : "constant");
        if (Method == Method.Dense) yield break;
        yield return new("orthonormality", Orthonormalities.Of(Orthonormality, Strength).IsHard ? Orthonormality : $"{Orthonormality} {Strength:R}");
        yield return new("initialisation", $"{Initialisation}/{ClassifierInitialisation}");
        if (Method != Method.EnnLocal) yield break;
        yield return new("heads", Heads.Input == HeadInput.Pooled ? $"pooled {Heads.PoolSize}" : "flattened");
        if (Rates is not null) yield return new("unit_rates", FormattableString.Invariant($"{Rates.Stem:R} {Rates.Stage1:R} {Rates.Stages23:R} {Rates.Stage4:R} {Rates.Classifier:R}{(Rates.EndsCycle ? " one-cycle ends" : "")}"));
    }
}
