using Enn.Data;

namespace Enn.Experiments.EquivariantPaper;

/// <summary>Efficient equivariant network (He et al., NeurIPS 2021): E4-Net and its group-convolutional counterparts.</summary>
public sealed class EquivariantExperiments : IPaper
{
    private const string Official = "-official", Reduced = "reduced-data", Rotated = "rotated-fashion", Upright = "upright-fashion", Efficiency = "data-efficiency";
    private const int QuickEpochs = 3, QuickTest = 5_000;

    // Of the training images, each with as many steps as the whole.
    private static readonly double[] Fractions = [1, 0.5, 0.2, 0.1];

    private static readonly TrainingProtocol Quick = TrainingProtocol.Digits with
    {
        Epochs = QuickEpochs,
        Milestones = [QuickEpochs - 1],
        HeldOut = 0,
        Dropout = 0,
        Selection = Selection.LastEpoch,
        TestImages = QuickTest,
    };

    /// <inheritdoc/>
    public string Name => "equivariant";

    /// <inheritdoc/>
    public string Title => "Efficient equivariant network (NeurIPS 2021)";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables { get; } = [.. PublishedTables.All.SelectMany(table => new[] { table.Name, table.Name + Official }), Reduced, CostTable.Name, Rotated, Upright, Efficiency];

    /// <inheritdoc/>
    public IReadOnlyList<string> DefaultTables(int seeds) => Tables;

    /// <inheritdoc/>
    public string QuickProfile => "narrow nets on rotated Fashion-MNIST for minutes on two cores, the published nets not at all";

    /// <inheritdoc/>
    public IReadOnlyList<PlannedTable> Plan(IReadOnlyList<string> tables, Profile profile, int seeds, LoadedData data) =>
        [.. Tables.Where(tables.Contains).Select(name => name switch
        {
            Reduced => ReducedData(profile, seeds, data),
            CostTable.Name => new PlannedTable(name, [], _ => CostTable.Create()) { IsComputed = true },
            Rotated => Fashion(Rotated, "one layout, about equal parameters", RotatedDigits.FromFashionMnist, [1], About, profile, seeds, data),
            Upright => Fashion(Upright, "trained on upright images only", RotatedDigits.FromUprightFashionMnist, [1], UprightAbout, profile, seeds, data),
            Efficiency => Fashion(Efficiency, "parts of the training images, equal steps", RotatedDigits.FromFashionMnist, Fractions, About, profile, seeds, data),
            _ => Published(PublishedTables.All.Single(table => name == table.Name || name == table.Name + Official), name, profile, seeds, data),
        })];

    private static PlannedTable Published(PublishedTable table, string name, Profile profile, int seeds, LoadedData data)
    {
        var isOfficial = name != table.Name;
        var protocol = isOfficial ? table.Protocol.Official() : table.Protocol;
        var rows = table.Rows.Select(row => Row(row.Net.Name, row.Accuracy, row.Net, table.Dataset, protocol, profile, seeds, data)).ToList();
        if (table.Dataset == MnistRot.Name)
        {
            // Where the official files are not to be had: the same digits, or clothes, turned here as theirs are said to have been.
            rows.AddRange(from made in new[] { (Dataset: RotatedDigits.FromMnist, From: "MNIST"), (Dataset: RotatedDigits.FromFashionMnist, From: "Fashion-MNIST") }
                          from row in table.Rows
                          select Row($"{row.Net.Name}, {made.From} turned here", null, row.Net, made.Dataset, protocol, profile, seeds, data));
            rows.AddRange(PublishedTables.Others.Select(other => new AccuracyRow($"{other.Method}, {other.Parameters / 1000}k", other.Accuracy, [], "Z2-CNN, G-CNN p4 and PDO-eConv: numbers that the README of PDO-eConvs gives; their networks are not built here.")));
        }
        return Accuracies(name, isOfficial ? $"{table.Title}, by the official training" : table.Title, rows, isOfficial ? ["Official layers, and the best of the tests that the official code makes: too good by the luck of many looks."] : []);
    }

    private static PlannedTable ReducedData(Profile profile, int seeds, LoadedData data)
    {
        var rows = from fraction in new[] { 1.0, 1.0 / 2, 1.0 / 3, 1.0 / 4, PublishedTables.ReducedFraction, 1.0 / 10 }
                   from net in new[] { NetChoice.R18, NetChoice.P4R18, NetChoice.P4E4R18, NetChoice.P4MR18, NetChoice.P4ME4R18 }
                   select Row($"{net.Name}, {fraction:0.##} of the images", null, net, Cifar10.Name, TrainingProtocol.Cifar with { Fraction = fraction }, profile, seeds, data);
        return Accuracies(Reduced, "E4-Net: parts of CIFAR-10, equal epochs (test accuracy, %)", [.. rows],
            $"Published (abstract): with a fifth of the images p4-E4R18 is more than {100 * PublishedTables.ReducedMargin:0} points better than p4-R18. The protocol is not; ours takes nested parts of equal shares of each class.");
    }

    private static PlannedTable Fashion(string name, string what, string dataset, double[] fractions, string about, Profile profile, int seeds, LoadedData data) => Accuracies(name,
        $"Rotated Fashion-MNIST: {what} (test accuracy, %)", [.. fractions.SelectMany(fraction => NetChoice.EqualSize.Select(net => Small(net, dataset, fraction, profile, seeds, data)))], about);

    private const string Measured = "nothing was published for them. Measured after the last epoch; the quick profile looks at the first 5,000 of 50,000 test images.";
    private const string About = "12,000 training images, each turned by an angle of its own; " + Measured;
    private const string UprightAbout = "12,000 upright training images, test images turned by any angle: what a network knows of turns is built in; " + Measured;

    private static AccuracyRow Small(NetChoice net, string dataset, double fraction, Profile profile, int seeds, LoadedData data)
    {
        var full = profile == Profile.Quick ? Quick : TrainingProtocol.Digits with { HeldOut = 0, Selection = Selection.LastEpoch };
        int Longer(int epochs) => (int)Math.Round(epochs / fraction);
        var protocol = full with { Fraction = fraction, Epochs = Longer(full.Epochs), Milestones = [.. full.Milestones.Select(Longer)] };
        var name = fraction < 1 ? $"{net.Name}, {fraction:0.##} of the images" : net.Name;
        var missing = ImageDataset.WhatIsMissing(dataset);
        return new AccuracyRow(name, null, [.. TrainingPlan.Create(net, dataset, protocol, TrainingProtocol.Digits.Epochs / fraction, seeds, data).Select(run => run.Without(missing))], missing);
    }

    private const string TooLong = "the published nets need --paper-profile: two cores take hours for the digits and weeks for CIFAR.";

    private static AccuracyRow Row(string name, double? published, NetChoice net, string dataset, TrainingProtocol protocol, Profile profile, int seeds, LoadedData data)
    {
        string?[] missing = [profile == Profile.Quick ? TooLong : null, ImageDataset.WhatIsMissing(dataset)];
        IReadOnlyList<PlannedRun> runs = [.. TrainingPlan.Create(net, dataset, protocol, protocol.Epochs, seeds, data).Select(run => run.Without(missing))];
        return new AccuracyRow(name, published, runs, runs[0].WhyNot);
    }

    private static PlannedTable Accuracies(string name, string title, IReadOnlyList<AccuracyRow> rows, params string[] notes) =>
        new(name, [.. rows.SelectMany(row => row.Runs)], records => AccuracyTable.Create(title, rows, records, notes));
}
