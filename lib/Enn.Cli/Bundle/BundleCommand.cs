using System.CommandLine;

namespace Enn.Cli;

/// <summary>./enn bundle: one archive that runs on a host with g++, cmake and a libtorch, but without .NET.</summary>
internal static class BundleCommand
{
    internal static Command Create()
    {
        var output = new Option<FileInfo>("--output", "-o")
        {
            Description = "The archive to write.",
            HelpName = "file.tar.gz",
            DefaultValueFactory = _ => new FileInfo("enn-bundle.tar.gz"),
        };
        var data = new Option<string[]>("--data")
        {
            Description = "Data sets to put in, comma-separated, by the names of ./enn data list; or none.",
            HelpName = "name,...",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["fashion_mnist"],
        };
        var command = new Command("bundle", "Make one archive of the program, its runtime, its native sources and data, for hosts without .NET (docs/gpu.md).") { output, data };
        command.SetAction(async (result, cancel) =>
        {
            var archive = result.GetRequiredValue(output);
            if (!archive.Name.EndsWith(".tar.gz", StringComparison.Ordinal)) throw new CliException($"--output {archive.Name}: the bundle is a .tar.gz archive");
            if (archive.Directory is { Exists: false } folder) throw new CliException($"--output: there is no folder {folder.FullName}");
            var names = (result.GetValue(data) ?? []).SelectMany(d => d.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Where(d => d != "none").ToArray();
            await BundleBuilder.BuildAsync(archive, names, result.InvocationConfiguration.Output, cancel);
            return CommandLine.Success;
        });
        return command;
    }
}
