using System.CommandLine;
using System.Diagnostics;
using Enn.Notebooks.Runner;

namespace Enn.Cli;

/// <summary>./enn notebooks: executes notebooks without Jupyter.</summary>
internal static class NotebooksCommand
{
    internal static Command Create()
    {
        var names = new Argument<string[]>("name")
        {
            Description = "Notebooks: files, or words in the names of those in notebooks/ (default: all of them).",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var profile = new Option<string>("--profile") { Description = "How much to compute: quick (minutes) or paper (the published protocol); cells read it as `Notebook.profile`.", DefaultValueFactory = _ => "quick" };
        profile.AcceptOnlyFromAmong("quick", "paper");
        var check = new Option<bool>("--check") { Description = "Change no file: run again and compare with the outputs that the files hold; exit status 1 if they differ." };
        var command = new Command("notebooks", "Execute notebooks from top to bottom and store their outputs. The first cell that fails ends a notebook; exit status 1.") { names, profile, check };
        command.SetAction((result, cancel) => Task.Run(() =>
        {
            Environment.SetEnvironmentVariable(Enn.Notebooks.Notebook.ProfileVariable, result.GetValue(profile));
            using var interruption = new Interruption(cancel);
            return Run(Files(result.GetValue(names) ?? []), result.GetValue(check), result.InvocationConfiguration.Output, interruption.Token);
        }, CancellationToken.None));
        return command;
    }

    private static int Run(IReadOnlyList<string> files, bool check, TextWriter output, CancellationToken cancel)
    {
        var good = true;
        foreach (var file in files)
        {
            var clock = Stopwatch.StartNew();
            var name = Path.GetRelativePath(Environment.CurrentDirectory, file);
            var (failure, differences) = NotebookRunner.Run(file, check, (_, _) => { }, cancel);
            cancel.ThrowIfCancellationRequested();
            foreach (var difference in differences) output.WriteLine($"{name}: {difference}");
            if (failure is not null) Tell(name, failure, output);
            else if (differences.Count == 0) output.WriteLine($"{name}: {(check ? "as recorded" : "done")}, {clock.Elapsed.TotalSeconds:0.0} s");
            output.Flush();
            good &= failure is null && differences.Count == 0;
        }
        return good ? CommandLine.Success : CommandLine.CheckFailed;
    }

    private static void Tell(string name, CellFailure failure, TextWriter output)
    {
        output.WriteLine($"{name}: In[{failure.Cell}]{(failure.Line is { } line ? $", line {line}" : "")} failed: {failure.Message}");
        if (failure.Source.Length > 0) output.WriteLine($"    {failure.Source.Trim()}");
    }

    /// <summary>The project's notebooks, in the order of their names.</summary>
    internal static string[] All()
    {
        var folder = Repository.Below("notebooks");
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.ipynb").Order(StringComparer.Ordinal)] : [];
    }

    private static string[] Files(string[] names)
    {
        // Files alone need no working tree.
        var all = names.Length > 0 && names.All(File.Exists) ? [] : All();
        string[] Named(string name) => File.Exists(name) ? [name] : [.. all.Where(file => Path.GetFileName(file).Contains(name, StringComparison.OrdinalIgnoreCase))];
        var offered = all.Length == 0 ? "notebooks/ holds none" : $"there are {string.Join(", ", all.Select(Path.GetFileName))}";
        if (names.Length == 0) return all.Length > 0 ? all : throw new CliException($"no notebook to run: {offered}");
        var unknown = names.Where(name => Named(name).Length == 0).ToArray();
        if (unknown.Length > 0) throw new CliException($"no notebook is named like {string.Join(", ", unknown)}; {offered}");
        return [.. names.SelectMany(Named).DistinctBy(Path.GetFullPath)];
    }
}
