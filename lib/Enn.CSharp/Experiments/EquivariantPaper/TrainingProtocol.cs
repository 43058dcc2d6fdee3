using Enn.Equivariant;

namespace Enn.Experiments.EquivariantPaper;

/// <summary>Which epoch's network is measured.</summary>
public enum Selection
{
    /// <summary>The best on a part of the training set that it was not trained on.</summary>
    Validation,

    /// <summary>The last.</summary>
    LastEpoch,

    /// <summary>The best on the test set, as the official code reports it: too good by the luck of many looks.</summary>
    BestOnTest,
}

/// <summary>How a network is trained.</summary>
public sealed record TrainingProtocol
{
    /// <summary>Epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>The learning rate at first.</summary>
    public required double Rate { get; init; }

    /// <summary>What the rate is multiplied with after each of <see cref="Milestones"/>.</summary>
    public required double Factor { get; init; }

    /// <summary>Epochs, counted from 0, at whose beginning the rate falls.</summary>
    public IReadOnlyList<int> Milestones { get; init; } = [60, 120, 160];

    /// <summary>Adam, else SGD with Nesterov momentum .9.</summary>
    public required bool IsAdam { get; init; }

    /// <summary>The L2 penalty, as part of the gradient.</summary>
    public required double Decay { get; init; }

    /// <summary>Images a step.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>The probability of dropout.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>The share of the training images that is used.</summary>
    public double Fraction { get; init; } = 1;

    /// <summary>The share of the training images that is held out to select on.</summary>
    public double HeldOut { get; init; }

    /// <summary>Which epoch's network counts.</summary>
    public Selection Selection { get; init; }

    /// <summary>The first epoch, counted from 0, that the selection looks at.</summary>
    public int SelectionFrom { get; init; }

    /// <summary>Whether a new optimizer starts each epoch, as in the official training of digits.</summary>
    public bool ResetsOptimizer { get; init; }

    /// <summary>What to do where the official code is not equivariant.</summary>
    public EquivarianceMode Mode { get; init; }

    /// <summary>How many test images are looked at; null for all.</summary>
    public int? TestImages { get; init; }

    /// <summary>The published training on rotated digits, with the optimizer kept over epochs and selection on the usual 2,000 of the 12,000 images.</summary>
    public static TrainingProtocol Digits { get; } = new() { Epochs = 200, Rate = 0.02, Factor = 0.1, IsAdam = true, Decay = 1e-4, HeldOut = 1.0 / 6 };

    /// <summary>The published training on CIFAR, measured after the last epoch.</summary>
    public static TrainingProtocol Cifar { get; } = new() { Epochs = 200, Rate = 0.1, Factor = 0.2, IsAdam = false, Decay = 5e-4, Selection = Selection.LastEpoch };

    /// <summary>The same as the official code has it: its layers; for digits a new Adam each epoch, 199 epochs, and the best of the tests from the first fall of the rate on.</summary>
    public TrainingProtocol Official() => this with
    {
        Mode = EquivarianceMode.Official,
        Selection = Selection.BestOnTest,
        HeldOut = 0,
        ResetsOptimizer = IsAdam,
        Epochs = IsAdam ? Epochs - 1 : Epochs,
        Milestones = IsAdam ? [.. Milestones.Select(epoch => epoch - 1)] : Milestones,
        SelectionFrom = IsAdam ? Milestones[0] - 1 : 0,
    };

    /// <summary>The learning rate of an epoch, counted from 0.</summary>
    public double RateAt(int epoch) => Rate * Math.Pow(Factor, Milestones.Count(milestone => epoch >= milestone));
}
