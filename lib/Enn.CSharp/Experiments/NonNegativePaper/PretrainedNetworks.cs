using Enn.Data;
using Enn.NonNegative;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Experiments.NonNegativePaper;

/// <summary>A trained network that others published, and the accuracy that they state for it.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="File">The file of its weights, within the folder <c>cifar10-resnets</c> of the data folder.</param>
/// <param name="Stated">Accuracy on the CIFAR-10 test set, as stated with the weights.</param>
/// <param name="Path">How its twin computes.</param>
/// <param name="Type">What both compute in.</param>
internal sealed record PretrainedNetwork(string Name, string File, double Stated, ExecutionPath Path, ScalarType Type)
{
    internal string PathWord => Path == ExecutionPath.Fused ? "fused" : "two-branch";

    internal string TypeWord => Type.ToString().ToLowerInvariant();

    /// <summary>Where the weights are.</summary>
    /// <exception cref="DataMissingException">They are not on this machine.</exception>
    internal string Find() => DataFolder.Find("The trained CIFAR-10 ResNets", [System.IO.Path.Combine(DataFolder.Root, PretrainedNetworks.Folder)], [[File]], DataFolder.HowToFetch("cifar10_resnets"))[0];
}

/// <summary>
/// The transformation of real trained networks, which the paper shows on ImageNet only: Y. Idelbayev's ResNets for CIFAR-10
/// (github.com/akamaster/pytorch_resnet_cifar10), whose weights are downloads of megabytes. Rows of this project, without a published twin.
/// </summary>
internal static class PretrainedNetworks
{
    internal const string Table = "pretrained";
    internal const string Folder = "cifar10-resnets";

    private static readonly (string Name, string File, double Stated)[] Published =
    [
        ("resnet20", "resnet20-12fca82f.th", .9173), ("resnet32", "resnet32-d509ac18.th", .9263), ("resnet44", "resnet44-014dd654.th", .9310), ("resnet56", "resnet56-4bfd9763.th", .9339),
    ];

    // The two-branch path, of twice the work, for the smallest; float64, which rounds a billion times less, for the largest.
    private static readonly PretrainedNetwork[] Networks =
    [
        .. Published.Select(p => Of(p, ExecutionPath.Fused, ScalarType.Float32)),
        Of(Published[0], ExecutionPath.TwoBranch, ScalarType.Float32),
        Of(Published[^1], ExecutionPath.Fused, ScalarType.Float64),
    ];

    private static PretrainedNetwork Of((string Name, string File, double Stated) p, ExecutionPath path, ScalarType type) => new(p.Name, p.File, p.Stated, path, type);

    private static readonly TableColumn[] Columns =
    [
        new("architecture"), new("path"), new("precision"), new("stated", true), new("r_acc", true), new("nn_acc", true), new("match"), new("seconds", true),
    ];

    /// <summary>Plans the table.</summary>
    /// <param name="profile">The quick one leaves out what takes more than minutes.</param>
    /// <param name="data">Where images come from.</param>
    internal static PlannedTable Plan(Profile profile, LoadedData data)
    {
        var rows = Networks.Select(network => (Network: network, WhyNot: WhyNot(network, profile))).Select(row => (row.Network, Run: Plan(row.Network, data, row.WhyNot), row.WhyNot)).ToList();
        return new(Table, [.. rows.Select(row => row.Run)], records => Show(rows, records));
    }

    private static string? WhyNot(PretrainedNetwork network, Profile profile)
    {
        if (network.Type == ScalarType.Float64 && profile != Profile.Paper) return $"{network.Name} in {network.TypeWord} takes ten times as long as in float32; --paper-profile runs it.";
        try
        {
            network.Find();
            return ImageDataset.WhatIsMissing(Cifar10.Name);
        }
        catch (DataMissingException absent)
        {
            return absent.Message;
        }
    }

    private static PlannedRun Plan(PretrainedNetwork network, LoadedData data, string? whyNot)
    {
        var settings = new RunSettings(new Dictionary<string, string>
        {
            ["paper"] = "nonnegative", ["method"] = Table, ["architecture"] = network.Name, ["weights"] = network.File, ["dataset"] = Cifar10.Name, ["path"] = network.PathWord, ["dtype"] = network.TypeWord,
            ["calibration"] = $"{PretrainedProcess.CalibrationImages} training images", ["calibration_margin"] = $"{PretrainedProcess.Margin}", ["device"] = data.Device.type.ToString().ToLowerInvariant(),
        });
        var cost = int.Parse(network.Name.AsSpan("resnet".Length)) * (network.Path == ExecutionPath.Fused ? 2 : 3) * network.Type.ElementSize();
        return new PlannedRun(settings, $"{Table} {network.Name} {network.PathWord} {network.TypeWord}", 0, 0, cost,
            () => new PretrainedProcess(network.Find(), network.Path, network.Type, data[Cifar10.Name], data.Device))
        { Headline = ScenarioProcess.TwinAccuracy }.Without(whyNot);
    }

    private static Table Show(List<(PretrainedNetwork Network, PlannedRun Run, string? WhyNot)> rows, IReadOnlyDictionary<RunSettings, RunRecord> records)
    {
        IReadOnlyList<string> Cells(PretrainedNetwork network, PlannedRun run)
        {
            var record = records.GetValueOrDefault(run.Settings);
            string Accuracy(string name) => record?.Metric(name) is { } value ? $"{100 * value:0.00}" : Experiments.Table.Missing;
            return
            [
                network.Name, network.PathWord, network.TypeWord, $"{100 * network.Stated:0.00}", Accuracy(ScenarioProcess.OriginalAccuracy), Accuracy(ScenarioProcess.TwinAccuracy),
                record is null ? Experiments.Table.Missing : ComparisonTable.Match([record]), record is null ? Experiments.Table.Missing : $"{record.Seconds:0.0}",
            ];
        }
        return new Table("Non-negative networks: trained ResNets for CIFAR-10 (test accuracy, %; not in the paper)", Columns, [.. rows.Select(row => Cells(row.Network, row.Run))],
        [
            "stated: by who published the weights (github.com/akamaster/pytorch_resnet_cifar10); r_acc, nn_acc: of the network and of its twin, on the 10,000 test images.",
            "match: predictions that the transformation changed, and the largest difference of any output; yes: none, and within 1e-3 (float32) or 1e-11 (float64). What exceeds it in float32 is rounding: the row in float64 agrees.",
            $"The twin's ranges were measured on {PretrainedProcess.CalibrationImages} training images and widened by {100 * PretrainedProcess.Margin:0} %; seconds: wall time.",
            .. rows.Where(row => !records.ContainsKey(row.Run.Settings)).Select(row => row.WhyNot).OfType<string>().Distinct().Select(reason => "Not run: " + reason),
        ]);
    }
}
