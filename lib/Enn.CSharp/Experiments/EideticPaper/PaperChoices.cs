namespace Enn.Experiments.EideticPaper;

/// <summary>The published protocols (section 4 and Table 2) and the quick ones.</summary>
public static class PaperChoices
{
    /// <summary>Ten tasks of permuted MNIST, two hidden layers of 2,000.</summary>
    public static SequenceChoice PermutedMnist { get; } = new(SequenceMethod.Eidetic, "pmnist", new("mlp") { Width = 2000, BatchNorm = false, Dropout = 0.1 })
    {
        Criterion = "taylor", Step = 0.05, Tolerance = 0.001, Rate = 2e-4, RateDivisor = 2, Patience = 10, Recovery = 5,
    };

    /// <summary>CIFAR-100 in five tasks, ResNet-50.</summary>
    public static SequenceChoice Cifar100 { get; } = new(SequenceMethod.Eidetic, "cifar100-5", new("resnet50")) { Step = 0.05, Tolerance = 0.03, Patience = 5, Recovery = 5 };

    /// <summary>Imagenette in five tasks, ResNet-18.</summary>
    public static SequenceChoice Imagenette { get; } = new(SequenceMethod.Eidetic, "imagenette-5", new("resnet18")) { Step = 0.01, Tolerance = 0.03, Rate = 1.25e-5, Batch = 32 };

    /// <summary>The small MLP of Table 7, three hidden layers of 512, with the learned task head; the settings of the released script.</summary>
    public static SequenceChoice Small { get; } = new(SequenceMethod.Eidetic, "mnist-5", new("mlp") { Width = 512, Layers = 3 }) { Tolerance = 0.03, Patience = 5, Recovery = 5, Routing = true };

    /// <summary>Fashion-MNIST in pairs of classes, two hidden layers of 128: minutes on two cores. Step, tolerance and strength are what the held-out images select (<c>--table selection</c>).</summary>
    public static SequenceChoice Fashion { get; } = new(SequenceMethod.Eidetic, "fashion-5", new("mlp") { Width = 128 })
    {
        Step = 0.4, Tolerance = 0.005, Rate = 1e-3, Patience = 3, MaxEpochs = 12, Recovery = 2, Strength = 1e3,
    };

    /// <summary>Five orders of Fashion-MNIST's pixels, two hidden layers of 256, three tenths of the images; selected alike.</summary>
    public static SequenceChoice PermutedFashion { get; } = Fashion with { TaskSet = "permuted-fashion", Network = new("mlp") { Width = 256 }, Share = 0.3, Tasks = 5, Step = 0.2, Tolerance = 0.02, Strength = 1e4 };
}
