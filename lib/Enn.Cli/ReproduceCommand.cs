using System.CommandLine;
using Enn.Experiments;
using Enn.Experiments.NonNegativePaper;

namespace Enn.Cli;

/// <summary>./enn reproduce PAPER: runs what a paper's tables need and prints them beside the published numbers.</summary>
internal static class ReproduceCommand
{
    internal static Command Create()
    {
        var command = new Command("reproduce", "Rerun a paper's experiments and print its tables: published value, ours, difference.");
        foreach (var paper in Papers.All) command.Subcommands.Add(paper is NonNegativeExperiments ? ForNonNegative(paper) : ForPaper(paper, _ => paper));
        return command;
    }

    private static Command ForNonNegative(IPaper paper)
    {
        var lambda = new Option<double?>("--exp-lambda") { Description = "Run the rows with exponential initialisation with this lambda; the paper does not publish its own, so they are left out without." };
        lambda.Validators.Add(Positive.Real("--exp-lambda"));
        RunOptionSet? shared = null;
        var command = ForPaper(paper, result => new NonNegativeExperiments { Shuffle = shared!.Read(result).Shuffle, ExponentialRate = result.GetValue(lambda) },
            set => shared = set, "default: protocol, that is CIFAR-10 only, as the official loaders do");
        command.Options.Add(lambda);
        return command;
    }

    private static Command ForPaper(IPaper paper, Func<ParseResult, IPaper> configured, Action<RunOptionSet>? take = null, string? shuffleDefault = null)
    {
        var table = new Option<string[]>("--table")
        {
            Description = $"Only these tables: {string.Join(", ", paper.Tables)} ({Default(paper)}).",
            AllowMultipleArgumentsPerToken = true,
        };
        table.AcceptOnlyFromAmong([.. paper.Tables]);
        var seeds = new Option<int>("--seeds") { Description = "Repeat each run with seeds 0 to N - 1 and show mean and standard deviation.", DefaultValueFactory = _ => 1 };
        seeds.Validators.Add(Positive.Number("--seeds"));
        var command = new Command(paper.Name, $"{paper.Title}. Interrupted runs are resumed, recorded ones reused.") { table, seeds };
        var profile = new ProfileOptions(paper, command);
        var shared = new RunOptionSet(command, shuffleDefault);
        take?.Invoke(shared);
        command.SetAction((result, cancel) => Task.Run(() =>
        {
            var chosen = result.GetValue(table) ?? [];
            var repetitions = result.GetValue(seeds);
            using var interruption = new Interruption(cancel);
            return Reproduce(configured(result), chosen, profile.Read(result), repetitions, shared.Read(result), result.InvocationConfiguration.Output, interruption.Token);
        }, CancellationToken.None));
        return command;
    }

    private static string Default(IPaper paper)
    {
        var one = string.Join(", ", paper.DefaultTables(1));
        var many = string.Join(", ", paper.DefaultTables(2));
        return one == many ? $"default: {one}" : $"default: {one}; with --seeds {many}";
    }

    private static int Reproduce(IPaper paper, string[] chosen, Profile profile, int seeds, RunOptions options, TextWriter output, CancellationToken cancel)
    {
        using var data = new LoadedData(options.Device);
        var tables = paper.Plan(chosen.Length > 0 ? chosen : paper.DefaultTables(seeds), profile, seeds, data);
        var (records, failures) = new RunSession(options, paper.Name, output).Run([.. tables.SelectMany(table => table.Runs)], cancel);
        TableView.Show(tables, chosen, records, output);
        cancel.ThrowIfCancellationRequested();
        return failures == 0 ? CommandLine.Success : CommandLine.CheckFailed;
    }
}
