using System.Globalization;
using Enn.NonNegative;
using static Enn.Experiments.NonNegativePaper.Spelling;

namespace Enn.Experiments.NonNegativePaper;

/// <summary>Turns a configuration of the paper's code into a run with an identity.</summary>
public static class ScenarioPlan
{
    // Part of every run's identity: to be raised when a change of this code changes results.
    private const string Revision = "1";

    /// <summary>A run.</summary>
    /// <param name="configuration">The published configuration, possibly changed by a preset or by options; its epochs are replaced by the schedule's.</param>
    /// <param name="schedule">The epochs to run.</param>
    /// <param name="protocolEpochs">The epochs that the paper's protocol asks for.</param>
    /// <param name="seed">Of weights and order.</param>
    /// <param name="data">Where the images come from.</param>
    /// <param name="preset">The preset that changed the configuration; null for none.</param>
    /// <exception cref="ArgumentException">The configuration holds a choice that settings cannot name, such as calibration inputs.</exception>
    public static PlannedRun Create(RunConfiguration configuration, Schedule schedule, double protocolEpochs, long seed, LoadedData data, string? preset = null)
    {
        var dataset = Spelling.Of(Datasets, configuration.Dataset);
        var actual = configuration with { OriginalEpochs = schedule.OriginalEpochs, TwinEpochs = schedule.TwinEpochs };
        var label = string.Join(' ', Spelling.Of(Methods, actual.Scenario), Spelling.Of(Architectures, actual.Architecture), dataset,
            Spelling.Of(Activations, actual.Activation), Spelling.Of(actual.Optimizer), $"seed {seed}");
        var device = data.Device;
        return new PlannedRun(Settings(actual, schedule.Share, seed, device, preset), label, schedule.Epochs, protocolEpochs, Cost(actual) * schedule.Epochs,
            () => new ScenarioProcess(actual, data[dataset], seed, schedule.Share, device))
        {
            Headline = ScenarioProcess.TwinAccuracy,
            // Its dropout draws from the process's generator.
            Exclusive = actual.Architecture == ArchitectureName.AlexNet,
        };
    }

    private static RunSettings Settings(RunConfiguration run, double share, long seed, TorchSharp.torch.Device device, string? preset)
    {
        var settings = new Dictionary<string, string>
        {
            ["paper"] = "nonnegative",
            ["revision"] = Revision,
            ["method"] = Spelling.Of(Methods, run.Scenario),
            ["architecture"] = Spelling.Of(Architectures, run.Architecture),
            ["dataset"] = Spelling.Of(Datasets, run.Dataset),
            ["activation"] = Spelling.Of(Activations, run.Activation),
            ["optimizer"] = Spelling.Of(run.Optimizer),
            ["batch_size"] = run.BatchSize.ToString(),
            ["original_epochs"] = run.OriginalEpochs.ToString(),
            ["twin_epochs"] = run.TwinEpochs.ToString(),
            ["epoch_share"] = Number(share),
            ["shuffle"] = run.Shuffle ? "on" : "off",
            ["dtype"] = "float32",
            ["device"] = device.type.ToString().ToLowerInvariant(),
            ["seed"] = seed.ToString(),
        };
        if (run.OriginalEpochs > 0) settings["lr_sgd"] = Number(run.SgdRate);
        if (run.Optimizer == OptimizerName.Csgd) settings["lr_csgd"] = Number(run.TwinRates.In);
        if (run.Optimizer == OptimizerName.Nnsgd) (settings["lr_in"], settings["lr_out"]) = (Number(run.TwinRates.In), Number(run.TwinRates.Out));
        if (run.UpstreamRawNll) settings["upstream_raw_nll"] = "on";
        if (run.ExponentialRate is { } rate) settings["exp_lambda"] = Number(rate);
        NameTransform(run, settings);
        if (preset is not null) settings["preset"] = preset;
        return new RunSettings(settings);
    }

    // The choices of the transformation that are not the paper's for this combination.
    private static void NameTransform(RunConfiguration run, Dictionary<string, string> settings)
    {
        var (chosen, papers) = (run.Transform, RunConfiguration.Of(run.Scenario, run.Architecture, run.Dataset, run.Activation, run.Optimizer).Transform);
        if (chosen.Rule != papers.Rule) settings["shift_rule"] = chosen.Rule.ToString();
        if (chosen.Input != papers.Input) settings["input_range"] = $"{Number(chosen.Input.Min)}..{Number(chosen.Input.Max)}";
        if (chosen.ActivationBound != papers.ActivationBound) settings["activation_bound"] = chosen.ActivationBound is { } bound ? Number(bound) : "none";
        if (chosen.UpstreamAlpha != papers.UpstreamAlpha) settings["upstream_alpha"] = chosen.UpstreamAlpha is { } alpha ? $"{Number(alpha.Min)}..{Number(alpha.Max)}" : "none";
        if (chosen.Path != papers.Path) settings["path"] = chosen.Path.ToString();
        if (chosen.UpstreamNewBias != papers.UpstreamNewBias) settings["upstream_new_bias"] = chosen.UpstreamNewBias ? "on" : "off";
        var named = papers with
        {
            Rule = chosen.Rule,
            Input = chosen.Input,
            ActivationBound = chosen.ActivationBound,
            UpstreamAlpha = chosen.UpstreamAlpha,
            Path = chosen.Path,
            UpstreamNewBias = chosen.UpstreamNewBias,
        };
        if (chosen != named)
            throw new ArgumentException("The transformation has options that a recorded run cannot name, such as calibration inputs, so its results could not be told from others.", nameof(run));
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    // Multiplications for one image, in millions: enough to start the long runs first.
    private static double Cost(RunConfiguration run) => (run.Architecture, run.Dataset) switch
    {
        (ArchitectureName.Mlp, DatasetName.Mnist or DatasetName.FashionMnist) => 0.1,
        (ArchitectureName.Mlp, _) => 1.6,
        (ArchitectureName.Cnn, DatasetName.Mnist or DatasetName.FashionMnist) => 4.1,
        (ArchitectureName.Cnn, _) => 58.6,
        _ => 94.1,
    };
}
