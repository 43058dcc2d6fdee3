using System.CommandLine;
using Enn.Notebooks.Kernels;

namespace Enn.Cli;

/// <summary>./enn lab: Jupyter with our kernel, in the folder of the notebooks.</summary>
internal static class LabCommand
{
    private static readonly string[] Programs = ["jupyter-lab", "jupyter-notebook"];

    internal static Command Create()
    {
        var arguments = new Argument<string[]>("argument") { Description = "Handed on to Jupyter, after `--`.", Arity = ArgumentArity.ZeroOrMore };
        var check = new Option<bool>("--check") { Description = "Start nothing: set all up, and show the program and the folder." };
        var command = new Command("lab", "Open the notebooks in Jupyter (Lab where there is one, else Notebook) with the kernel for F# and C#. Nothing outside this folder is changed.")
        {
            arguments, check,
        };
        command.SetAction((result, cancel) => RunAsync(result.GetValue(arguments) ?? [], result.GetValue(check), result.InvocationConfiguration.Output, cancel));
        return command;
    }

    private static async Task<int> RunAsync(string[] arguments, bool check, TextWriter output, CancellationToken cancel)
    {
        var program = Programs.Select(OnPath).FirstOrDefault(found => found is not null)
            ?? throw new CliException("there is no Jupyter here. As root: apt-get install jupyter-notebook; or: pip install jupyterlab");
        // A place of our own, which Jupyter is told to search first: the user's list of kernels stays as it is.
        var place = Repository.Below("artifacts", "jupyter");
        var entry = KernelSpec.Install(Path.Combine(place, "kernels"), KernelSpec.Name, KernelCommand.StartCommand, await PageScripts.PlotlyAsync(output, cancel));
        var folder = Repository.Below("notebooks");
        if (!Directory.Exists(folder)) folder = Repository.Root;
        output.WriteLine($"{KernelSpec.Name}: {entry}");
        output.WriteLine($"{program} {folder}");
        output.Flush();
        if (check) return CommandLine.Success;
        var path = new[] { place, Environment.GetEnvironmentVariable("JUPYTER_PATH") }.Where(part => !string.IsNullOrEmpty(part));
        // Root, as in a container, is refused otherwise.
        string[] asRoot = Environment.UserName == "root" && !arguments.Contains("--allow-root") ? ["--allow-root"] : [];
        return await Subprocess.RunAttachedAsync(program, [.. asRoot, .. arguments, folder], cancel,
            new Dictionary<string, string> { ["JUPYTER_PATH"] = string.Join(Path.PathSeparator, path) });
    }

    private static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
