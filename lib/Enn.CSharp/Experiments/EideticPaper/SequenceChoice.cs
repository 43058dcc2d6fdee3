using System.Globalization;

namespace Enn.Experiments.EideticPaper;

/// <summary>How a sequence of tasks is learned.</summary>
public enum SequenceMethod
{
    /// <summary>Train, prune, seal: the paper.</summary>
    Eidetic,

    /// <summary>All weights trained on each task in turn, a head for each task.</summary>
    FineTuning,

    /// <summary>The same with one head over all classes: the lower bound of the released script.</summary>
    OneHead,

    /// <summary>Elastic weight consolidation on a shared body, a head for each task.</summary>
    Ewc,

    /// <summary>A network for each task: the upper bound, and as many times the weights.</summary>
    Separate,
}

/// <summary>Everything that decides how a sequence is learned.</summary>
/// <param name="Method">The method.</param>
/// <param name="TaskSet">One of <see cref="TaskSet.All"/>.</param>
/// <param name="Network">The network.</param>
public sealed record SequenceChoice(SequenceMethod Method, string TaskSet, NetworkChoice Network)
{
    /// <summary>How neurons are chosen: <c>l1</c>, <c>l2</c>, <c>taylor</c>, <c>random</c>.</summary>
    public string Criterion { get; init; } = "l2";

    /// <summary>The share of the neurons left that a pruning step takes.</summary>
    public double Step { get; init; } = 0.05;

    /// <summary>How much accuracy on the training data, relative to the best, pruning may cost.</summary>
    public double Tolerance { get; init; } = 0.003;

    /// <summary>Whether a task may read the neurons of earlier ones.</summary>
    public bool Transfer { get; init; } = true;

    /// <summary>Adam's rate.</summary>
    public double Rate { get; init; } = 1e-4;

    /// <summary>Divides the rate before pruning; 1 keeps it.</summary>
    public double RateDivisor { get; init; } = 1;

    /// <summary>Epochs without a better accuracy after which a task counts as learned.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>The most epochs before pruning; null for as many as patience allows.</summary>
    public int? MaxEpochs { get; init; }

    /// <summary>Epochs that a pruning step has to recover.</summary>
    public int Recovery { get; init; } = 10;

    /// <summary>Images a step.</summary>
    public int Batch { get; init; } = 256;

    /// <summary>How strongly EWC holds on to earlier tasks' weights.</summary>
    public double Strength { get; init; } = 100;

    /// <summary>How many tasks of the set; null for all.</summary>
    public int? Tasks { get; init; }

    /// <summary>The share of each task's training images that is used.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Measure on a tenth of the training images, which is not trained on, instead of the test images: how hyper-parameters are selected.</summary>
    public bool HeldOut { get; init; }

    /// <summary>Whether a head that tells tasks apart is learned last, from the training images of all tasks.</summary>
    public bool Routing { get; init; }

    /// <summary>What settings record.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings()
    {
        static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
        yield return new("method", Method switch
        {
            SequenceMethod.Eidetic => "eidetic",
            SequenceMethod.FineTuning => "fine-tuning",
            SequenceMethod.OneHead => "fine-tuning, one head",
            SequenceMethod.Ewc => "ewc",
            _ => "one network per task",
        });
        yield return new("tasks", TaskSet);
        foreach (var setting in Network.Settings()) yield return setting;
        yield return new("rate", Number(Rate));
        yield return new("batch", $"{Batch}");
        yield return new("patience", $"{Patience}");
        yield return new("max_epochs", MaxEpochs is { } most ? $"{most}" : "none");
        yield return new("task_count", Tasks is { } count ? $"{count}" : "all");
        yield return new("share", Number(Share));
        yield return new("measured_on", HeldOut ? "held out" : "test");
        if (Method == SequenceMethod.Ewc) yield return new("strength", Number(Strength));
        if (Method != SequenceMethod.Eidetic) yield break;
        yield return new("criterion", Criterion);
        yield return new("step", Number(Step));
        yield return new("tolerance", Number(Tolerance));
        yield return new("transfer", Transfer ? "on" : "off");
        yield return new("rate_divisor", Number(RateDivisor));
        yield return new("recovery", $"{Recovery}");
        yield return new("routing", Routing ? "on" : "off");
    }
}

/// <summary>The network of a sequence.</summary>
/// <param name="Kind"><c>mlp</c>, <c>convnet</c>, <c>resnet18</c>, <c>resnet34</c>, <c>resnet50</c>.</param>
public sealed record NetworkChoice(string Kind)
{
    /// <summary>Neurons of a hidden layer, or channels of the first convolution; not for ResNets.</summary>
    public int Width { get; init; }

    /// <summary>Hidden layers of an MLP; layers of a stage of a ConvNet.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>Whether layers are batch-normalised; ResNets always are.</summary>
    public bool BatchNorm { get; init; } = true;

    /// <summary>The share of activations that is dropped in training.</summary>
    public double Dropout { get; init; }

    /// <summary>What settings record.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Settings()
    {
        yield return new("network", Kind);
        if (Kind.StartsWith("resnet", StringComparison.Ordinal)) yield break;
        yield return new("width", $"{Width}");
        yield return new("layers", $"{Layers}");
        yield return new("batch_norm", BatchNorm ? "on" : "off");
        yield return new("dropout", Dropout.ToString("R", CultureInfo.InvariantCulture));
    }
}
