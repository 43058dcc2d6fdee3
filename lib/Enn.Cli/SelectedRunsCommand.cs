using System.CommandLine;
using Enn.Experiments;

namespace Enn.Cli;

/// <summary>./enn run PAPER SETTING=VALUE...: single runs out of those behind a paper's tables.</summary>
internal static class SelectedRunsCommand
{
    // What every run of a paper records, and no user chooses here.
    private static readonly string[] Given = ["device", "dtype", "paper", "revision", "seed"];

    internal static Command Create(IPaper paper)
    {
        var settings = new Argument<string[]>("setting=value") { Description = "Makes the runs that have all these settings; without any, lists what there is to choose.", Arity = ArgumentArity.ZeroOrMore };
        var seed = new Option<int>("--seed") { Description = "Of initial weights and shuffling." };
        var command = new Command(paper.Name, $"{paper.Title}: single runs out of those behind its tables.") { settings, seed };
        seed.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var number) && number < 0) result.AddError("--seed takes a number from 0.");
        });
        var profile = new ProfileOptions(paper, command);
        var shared = new RunOptionSet(command);
        command.SetAction((result, cancel) => Task.Run(() =>
        {
            using var interruption = new Interruption(cancel);
            using var data = new LoadedData(shared.Read(result).Device);
            var output = result.InvocationConfiguration.Output;
            var number = result.GetValue(seed);
            var runs = paper.Plan(paper.Tables, profile.Read(result), number + 1, data).SelectMany(table => table.Runs).DistinctBy(run => run.Settings)
                .Where(run => (run.Settings["seed"] ?? $"{number}") == $"{number}").ToList();
            var choices = (result.GetValue(settings) ?? []).Select(Choice).ToList();
            if (choices.Count > 0) return Run(paper, Chosen(paper, runs, choices), shared.Read(result), output, interruption.Token);
            List(paper, runs, output);
            return CommandLine.Success;
        }, CancellationToken.None));
        return command;
    }

    private static (string Name, string Value) Choice(string text) =>
        text.Split('=', 2) is [{ Length: > 0 } name, var value] ? (name, value) : throw new CliException($"'{text}' is no choice: write SETTING=VALUE");

    private static List<PlannedRun> Chosen(IPaper paper, List<PlannedRun> runs, IReadOnlyList<(string Name, string Value)> choices)
    {
        foreach (var (name, value) in choices)
        {
            if (runs.TrueForAll(run => run.Settings[name] is null)) throw new CliException($"no run of {paper.Name} has a setting '{name}': choose {string.Join(", ", Names(runs))}");
            if (runs.TrueForAll(run => run.Settings[name] != value)) throw new CliException($"no run of {paper.Name} has {name}={value}: choose {string.Join(", ", Values(runs, name))}");
        }
        var chosen = runs.FindAll(run => choices.All(choice => run.Settings[choice.Name] == choice.Value));
        return chosen.Count > 0 ? chosen : throw new CliException($"no run of {paper.Name} has all of these settings; ./enn run {paper.Name} lists them");
    }

    private static int Run(IPaper paper, List<PlannedRun> chosen, RunOptions options, TextWriter output, CancellationToken cancel)
    {
        var (records, failures) = new RunSession(options, paper.Name, output).Run(chosen, cancel);
        TableView.Show(Table(paper, RunLabels.Distinct(chosen), records), output);
        cancel.ThrowIfCancellationRequested();
        return failures == 0 ? CommandLine.Success : CommandLine.CheckFailed;
    }

    private static Experiments.Table Table(IPaper paper, IReadOnlyList<PlannedRun> runs, IReadOnlyDictionary<RunSettings, RunRecord> records) => new(paper.Title,
        [new("run"), new("result"), new("epochs", true), new("seconds", true)],
        [.. runs.Select(run => (Run: run, Record: records.GetValueOrDefault(run.Settings))).Select(r => (IReadOnlyList<string>)
        [
            r.Run.Label, r.Record is null ? Experiments.Table.Missing : RunLines.Result(r.Run, r.Record), Measurement.Epochs([r.Run], r.Record is null ? [] : [r.Record]),
            r.Record is null ? Experiments.Table.Missing : $"{r.Record.Seconds:0.0}",
        ])],
        ["The results file has everything that was measured.", .. PlannedTable.NotRunNotes(runs.Select(run => new[] { run }), records)]);

    private static void List(IPaper paper, List<PlannedRun> runs, TextWriter output)
    {
        output.WriteLine($"{runs.Count} runs are behind the tables of {paper.Name}. Choose by their settings, all or some:");
        output.WriteLine();
        var names = Names(runs);
        foreach (var name in names) output.WriteLine($"  {name.PadRight(names.Max(n => n.Length))}  {string.Join(", ", Values(runs, name))}");
        var example = runs.Find(run => !run.OnlyRecorded) ?? runs[0];
        output.WriteLine();
        output.WriteLine($"For example: ./enn run {paper.Name} {string.Join(' ', names.Where(name => example.Settings[name] is not null).Take(3).Select(name => $"'{name}={example.Settings[name]}'"))}");
    }

    private static IReadOnlyList<string> Names(IReadOnlyList<PlannedRun> runs) => [.. RunLabels.Differing(runs).Except(Given)];

    private static IEnumerable<string> Values(IEnumerable<PlannedRun> runs, string name) => runs.Select(run => run.Settings[name]).OfType<string>().Distinct();
}
