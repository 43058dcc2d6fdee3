namespace Enn.Experiments.WhiteningPaper;

/// <summary>How a network is trained.</summary>
/// <param name="Epochs">Passes, or parts of passes.</param>
/// <param name="Share">The share of an epoch's batches that is used.</param>
/// <param name="Width">Channels of the network's first stage; the stem has 64 always.</param>
public sealed record TrainingSchedule(int Epochs, double Share, long Width)
{
    /// <summary>Images a step.</summary>
    public const int BatchSize = 128;

    /// <summary>SGD's momentum.</summary>
    public const double Momentum = 0.9;

    /// <summary>Weight decay of all parameters.</summary>
    public const double Decay = 5e-4;

    private const double BaseRate = 0.1;
    private const int Drop = 100;

    /// <summary>The published protocol.</summary>
    public static TrainingSchedule Paper { get; } = new(350, 1, 64);

    /// <summary>What minutes allow: the paper's stem before an eighth of its ResNet-18, 140 steps.</summary>
    public static TrainingSchedule Quick { get; } = new(3, 0.1, 8);

    /// <summary>Passes over the training set.</summary>
    public double Passes => Epochs * Share;

    /// <summary>0.1, a tenth after every 100 epochs of the protocol's 350; a short schedule is compressed to the same course.</summary>
    /// <param name="epoch">Counted from 0.</param>
    public double Rate(int epoch) => BaseRate * Math.Pow(0.1, epoch * Paper.Epochs / Epochs / Drop);
}
