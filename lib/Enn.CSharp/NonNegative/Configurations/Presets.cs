namespace Enn.NonNegative;

/// <summary>A named change to a configuration that reproduces a published number which depends on a defect of the official code.</summary>
/// <param name="Name">The preset's name.</param>
/// <param name="Why">Which number, and which defect.</param>
/// <param name="Apply">The configuration with the defect.</param>
public sealed record Preset(string Name, string Why, Func<RunConfiguration, RunConfiguration> Apply);

/// <summary>All presets. Nothing else in this library reproduces an upstream defect.</summary>
public static class Presets
{
    /// <summary>The presets of configurations that are trained here.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("upstream-new-bias",
            "The official transformation computes b' = c - |bt|, which is wrong for bt >= 0. No fully connected network of the paper meets that case, nearly every "
            + "CNN does: its twin then loses several points of accuracy, which the tool did not notice because it compared the twin's accuracy with itself. "
            + "Concerns the CNN rows of the transformation and post-training tables.",
            c => c with { Transform = c.Transform with { UpstreamNewBias = true } }),
        new("upstream-raw-nll",
            "From scratch, the official code applies NLLLoss to the CNN's raw logits, a loss without lower bound. Concerns the CNN rows of the from-scratch table.",
            c => c.Scenario == ScenarioName.FromScratch && c.Architecture != ArchitectureName.Mlp ? c with { UpstreamRawNll = true } : c),
        new("upstream-relu-alpha-14",
            "The official configurations relu14 ... relu4 all use alpha = 14 for every layer, the input's included, and leave the original network's ReLU unbounded "
            + "while the twin clips at K, so the two differ wherever an activation exceeds K. Concerns the ReLU rows; without the preset reluK clips at K in both.",
            c => c.Activation.IsRelu() && c.Activation.Create().Range is { } clipped
                ? c with
                {
                    Activation = ActivationName.Relu,
                    Transform = c.Transform with { Input = InputRange.UpTo(14), UpstreamAlpha = InputRange.UpTo(14), ActivationBound = clipped.Max },
                }
                : c),
        new("readme-10-epochs",
            "The from-scratch rows of the published README lie 2 to 6 points below what its own 50-epoch configuration gives; the sinusoidal ones match a run of "
            + "10 epochs.",
            c => c.Scenario == ScenarioName.FromScratch ? c with { TwinEpochs = 10 } : c),
    ];

    /// <summary>The preset of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static Preset Named(string name) => All.FirstOrDefault(p => p.Name == name)
        ?? throw new ArgumentException($"There is no preset '{name}'. Known: {string.Join(", ", All.Select(p => p.Name))}.", nameof(name));
}
