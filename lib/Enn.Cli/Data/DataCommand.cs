using System.CommandLine;
using Enn.Data;
using Enn.Data.Fetching;
using Enn.Experiments;

namespace Enn.Cli;

/// <summary>./enn data: what there is, fetching, checking.</summary>
internal static class DataCommand
{
    internal static Command Create() => new("data", "The papers' data sets: list them, fetch them, verify them bit by bit, say where they are.") { List(), Fetch(), Verify(), Where() };

    private static Command List()
    {
        var set = new Argument<string?>("set") { Description = "Tell all about this set.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", $"The data sets, and which of them are here (in {DataFolder.Variable}, or data/ of the working tree without it).") { set };
        command.SetAction(result =>
        {
            var output = result.InvocationConfiguration.Output;
            if (result.GetValue(set) is { } name) output.Write(DataText.Describe(DataText.Named(name)));
            else TableView.Show(DataText.Overview(), output);
            return CommandLine.Success;
        });
        return command;
    }

    private static Command Fetch()
    {
        var sets = new Argument<string[]>("set") { Description = "The sets, by the names that ./enn data list shows.", Arity = ArgumentArity.OneOrMore };
        var from = new Option<string?>("--from") { Description = $"Take them from this folder, not from the network: an offline mirror, the publishers' files, or another data folder. {FetchOptions.MirrorVariable} names one that is tried first." };
        var command = new Command("fetch", "Download sets, check and install them. Interrupted downloads go on where they stopped; what is there is never overwritten.") { sets, from };
        command.SetAction((result, cancel) => Task.Run(async () =>
        {
            using var interruption = new Interruption(cancel);
            var entries = result.GetRequiredValue(sets).Distinct().Select(DataText.Named).ToList();
            var folder = result.GetValue(from);
            if (folder is not null && !Directory.Exists(folder)) throw new CliException($"the mirror {folder} is not there");
            var status = CommandLine.Success;
            var fetcher = new DataFetcher(DataFolder.Root, new FetchOptions { Mirror = folder ?? FetchOptions.MirrorOfEnvironment, MirrorOnly = folder is not null });
            var output = result.InvocationConfiguration.Output;
            foreach (var entry in entries)
            {
                if (DataText.FolderOf(entry) is { } here)
                {
                    var line = Verify(entry, false, interruption.Token, out var holds);
                    output.WriteLine(holds ? $"{entry.Name} is here already, and whole: {here} (to fetch it anew, move it away)" : line);
                    if (!holds) status = CommandLine.CheckFailed;
                    continue;
                }
                output.WriteLine($"{entry.Name}: {entry.Title}. Terms: {entry.Terms}; {entry.Homepage}");
                await FetchProgress.RunAsync(output, progress => fetcher.FetchAsync(entry, progress, interruption.Token));
                output.WriteLine($"{entry.Name} is installed: {Path.Combine(DataFolder.Root, entry.Folder)}");
            }
            return status;
        }, CancellationToken.None));
        return command;
    }

    private static Command Verify()
    {
        var sets = new Argument<string[]>("set") { Description = "Only these; all that are here without.", Arity = ArgumentArity.ZeroOrMore };
        var record = new Option<bool>("--record") { Description = "For sets that were put there by hand: write their checksums down (SHA256SUMS in their folder) and hold them to these from now on." };
        var command = new Command("verify", "Compare installed sets with their checksums: one flipped bit is found.") { sets, record };
        command.SetAction((result, cancel) => Task.Run(() =>
        {
            using var interruption = new Interruption(cancel);
            var chosen = result.GetValue(sets) is { Length: > 0 } names ? names.Distinct().Select(DataText.Named).ToList() : null;
            var status = CommandLine.Success;
            foreach (var entry in chosen ?? Catalogue.Sets)
            {
                var line = Verify(entry, result.GetValue(record), interruption.Token, out var holds);
                if (line is null && chosen is not null) (line, holds) = ($"{entry.Name}: not here", false);
                if (line is not null) result.InvocationConfiguration.Output.WriteLine(line);
                if (!holds) status = CommandLine.CheckFailed;
            }
            return status;
        }, CancellationToken.None));
        return command;
    }

    private static string? Verify(CatalogueEntry entry, bool record, CancellationToken cancel, out bool holds)
    {
        holds = true;
        var folder = Path.Combine(DataFolder.Root, entry.Folder);
        if (!Directory.Exists(folder))
            return DataText.FolderOf(entry) is { } system ? $"{entry.Name}: {system} belongs to the system's package manager, which verifies it" : null;
        var recorded = record && DataVerifier.Record(folder, cancel) ? "; checksums written down" : "";
        var report = DataVerifier.Verify(entry, folder, cancel);
        holds = report.Problems.Count == 0;
        if (!holds) return $"{entry.Name}: DAMAGED, {folder}: {string.Join("; ", report.Problems)}. Move the folder away, then: ./enn data fetch {entry.Name}";
        return report.Files > 0 ? $"{entry.Name}: {report.Files} files are right{recorded}" : $"{entry.Name}: whole, but there are no checksums to compare with: --record writes them down";
    }

    private static Command Where()
    {
        var set = new Argument<string?>("set") { Description = "Only the folder of this set; status 1 where it is not here.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("where", "The data folder and the folders of the sets that are here.") { set };
        command.SetAction(result =>
        {
            var output = result.InvocationConfiguration.Output;
            if (result.GetValue(set) is { } name)
            {
                var folder = DataText.FolderOf(DataText.Named(name));
                if (folder is null) result.InvocationConfiguration.Error.WriteLine($"enn: {name} is not here; ./enn data fetch {name} gets it");
                else output.WriteLine(folder);
                return folder is null ? CommandLine.CheckFailed : CommandLine.Success;
            }
            output.WriteLine($"data folder: {DataFolder.Root}");
            foreach (var entry in Catalogue.Sets)
                if (DataText.FolderOf(entry) is { } folder) output.WriteLine($"{entry.Name}: {folder}");
            return CommandLine.Success;
        });
        return command;
    }
}
