using System.CommandLine;
using Enn.Experiments.NonNegativePaper;

namespace Enn.Cli;

/// <summary>./enn reproduce PAPER: runs what a paper's tables need and prints them beside the published numbers.</summary>
internal static class ReproduceCommand
{
    internal static Command Create() => new("reproduce", "Rerun a paper's experiments and print its tables: published value, ours, difference.") { ForNonNegative() };

    private static Command ForNonNegative()
    {
        var table = new Option<string[]>("--table")
        {
            Description = $"Only these tables: {string.Join(", ", PublishedTable.Names)} (default: readme and imagenet; with --seeds also the tables of means).",
            AllowMultipleArgumentsPerToken = true,
        };
        table.AcceptOnlyFromAmong([.. PublishedTable.Names]);
        var seeds = new Option<int>("--seeds") { Description = "Repeat each run with seeds 0 to N - 1 and show mean and standard deviation.", DefaultValueFactory = _ => 1 };
        seeds.Validators.Add(Positive.Number("--seeds"));
        var profile = new Option<string>("--profile") { Description = "quick: minutes on two cores, larger nets with fewer epochs and the CIFAR-10 CNN not at all; paper: the published protocol.", DefaultValueFactory = _ => "quick" };
        profile.AcceptOnlyFromAmong("quick", "paper");
        var paper = new Option<bool>("--paper-profile") { Description = "Short for --profile paper." };
        var lambda = new Option<double?>("--exp-lambda") { Description = "Run the rows with exponential initialisation with this lambda; the paper does not publish its own, so they are left out without." };
        lambda.Validators.Add(Positive.Real("--exp-lambda"));
        var command = new Command("nonnegative", "Non-negative isomorphic neural networks (arXiv 2310.01084). Interrupted runs are resumed, recorded ones reused.")
        {
            table, seeds, profile, paper, lambda,
        };
        var shared = new RunOptionSet(command, "default: protocol, that is CIFAR-10 only, as the official loaders do");
        command.SetAction((result, cancel) => Task.Run(() =>
        {
            var chosen = result.GetValue(table) ?? [];
            var names = chosen.Length > 0 ? chosen : result.GetValue(seeds) > 1 ? [.. PublishedTable.Names] : [PublishedTable.Readme.Name, PublishedTable.ImageNet];
            var howMuch = result.GetValue(paper) || result.GetValue(profile) == "paper" ? Profile.Paper : Profile.Quick;
            using var interruption = new Interruption(cancel);
            return Reproduce(names, howMuch, result.GetValue(seeds), result.GetValue(lambda), shared.Read(result, shuffleDefault: null), result.InvocationConfiguration.Output, interruption.Token);
        }, CancellationToken.None));
        return command;
    }

    private static int Reproduce(IReadOnlyList<string> names, Profile profile, int seeds, double? lambda, RunOptions options, TextWriter output, CancellationToken cancel)
    {
        using var data = new LoadedData(options.Device);
        var tables = new[] { PublishedTable.Readme }.Concat(PublishedTable.Means).Where(table => names.Contains(table.Name))
            .Select(table => TableRuns.Plan(table, profile, seeds, data, options.Shuffle, lambda)).ToList();
        var (records, failures) = new RunSession(options, "nonnegative", output).Run([.. tables.SelectMany(table => table.Rows).SelectMany(row => row.Runs)], cancel);
        foreach (var table in tables) TableView.Show(ComparisonTable.Create(table, records), output);
        if (names.Contains(PublishedTable.ImageNet)) TableView.Show(ComparisonTable.ImageNet(), output);
        cancel.ThrowIfCancellationRequested();
        return failures == 0 ? CommandLine.Success : CommandLine.CheckFailed;
    }
}
