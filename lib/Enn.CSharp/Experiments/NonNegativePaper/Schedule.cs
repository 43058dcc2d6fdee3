using Enn.NonNegative;

namespace Enn.Experiments.NonNegativePaper;

/// <summary>The epochs of a run.</summary>
/// <param name="OriginalEpochs">Of the regular net.</param>
/// <param name="TwinEpochs">Of the non-negative net.</param>
/// <param name="Share">The share of each epoch's batches that is used.</param>
public sealed record Schedule(int OriginalEpochs, int TwinEpochs, double Share)
{
    /// <summary>Epochs altogether, as a number of passes over the training set.</summary>
    public double Epochs => (OriginalEpochs + TwinEpochs) * Share;

    /// <summary>The published schedule.</summary>
    public static Schedule Published(RunConfiguration configuration) => new(configuration.OriginalEpochs, configuration.TwinEpochs, 1);

    /// <summary>Why the quick profile leaves a net out.</summary>
    public const string TooLong = "the CNN on CIFAR-10 needs --paper-profile: two cores spend minutes on one epoch of it, and it takes several to leave chance.";

    /// <summary>The schedule of a profile; null where the profile leaves the net out.</summary>
    /// <param name="profile">How much.</param>
    /// <param name="configuration">The published configuration.</param>
    public static Schedule? Of(Profile profile, RunConfiguration configuration)
    {
        var published = Published(configuration);
        if (profile == Profile.Paper) return published;
        return (configuration.Architecture, configuration.Dataset) switch
        {
            (ArchitectureName.Mlp, DatasetName.Mnist or DatasetName.FashionMnist) => published,
            (ArchitectureName.Mlp, _) => published.AtMost(10),
            // The sinusoidal CNN stays at chance for about four epochs before it learns, so fewer would show nothing.
            (ArchitectureName.Cnn, DatasetName.Mnist or DatasetName.FashionMnist) => published.AtMost(6),
            _ => null,
        };
    }

    private Schedule AtMost(int epochs) => this with { OriginalEpochs = Math.Min(OriginalEpochs, epochs), TwinEpochs = Math.Min(TwinEpochs, epochs) };
}
