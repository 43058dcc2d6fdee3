namespace Enn.Eigen;

/// <summary>Two readings of the official scripts: what they do, and what they set out to do.</summary>
public static class Presets
{
    /// <summary>As the scripts do: soft penalty of their weight, decay of all parameters, cosines that bounce, OneCycle schedules that are made and not stepped.</summary>
    public const string PaperCode = "paper-code";

    /// <summary>
    /// What they set out to do: bases orthonormal by construction (Riemannian step and Cholesky-QR2 retraction), no decay of bases, one cosine over all steps, a
    /// start whose deviation follows the real fan.
    /// </summary>
    public const string PaperIntent = "paper-intent";

    /// <summary>Both.</summary>
    public static IReadOnlyList<string> Names { get; } = [PaperIntent, PaperCode];

    /// <summary>A script's protocol under a preset.</summary>
    /// <param name="preset">One of <see cref="Names"/>.</param>
    /// <param name="script">A script for a residual network.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch, for the scripts whose cosine counts epochs.</param>
    /// <exception cref="ArgumentException">Another preset, or a script for another network.</exception>
    public static Protocol Of(string preset, OfficialScript script, int stepsPerEpoch)
    {
        if (!script.Network.StartsWith("resnet", StringComparison.Ordinal) || script.Classes == 0)
            throw new ArgumentException($"{script.Folder}/{script.Name} does not train a residual network to classify.", nameof(script));
        var code = new Protocol(script.IsLocal ? Method.EnnLocal : Method.Enn, int.Parse(script.Network.AsSpan(6)), 64, script.Batch, script.Epochs, script.Recipe)
        {
            Orthonormality = "soft",
            Strength = script.Penalty,
            Rates = script.Rates,
            HalfPeriod = script.HalfPeriod,
            StepsPerRate = script.PerEpoch ? stepsPerEpoch : 1,
        };
        return preset switch
        {
            PaperCode => code,
            PaperIntent => code with
            {
                Orthonormality = "cholesky-qr2",
                Strength = 0,
                Recipe = script.Recipe with { Rate = script.Rates is null ? script.Recipe.Rate : 1e-3, Momentum = 0.9, DecayBases = false },
                Rates = null,
                HalfPeriod = null,
                StepsPerRate = 1,
                WholeCosine = true,
                Initialisation = Initialisation.ConvFanOut,
                ClassifierInitialisation = Initialisation.FanIn,
            },
            _ => throw new ArgumentException($"'{preset}' is not a preset: choose {string.Join(", ", Names)}.", nameof(preset)),
        };
    }

    /// <summary>The dense twin trained as the Eigen network of the same preset is.</summary>
    public static Protocol Dense(Protocol enn) => enn with { Method = Method.Dense, Orthonormality = "soft", Strength = 0 };
}
