using System.CommandLine;
using Enn.Notebooks.Kernels;

namespace Enn.Cli;

/// <summary>./enn lab: Jupyter with our kernel, in the folder of the notebooks.</summary>
internal static class LabCommand
{
    internal static Command Create()
    {
        var arguments = new Argument<string[]>("argument") { Description = "Handed on to Jupyter, after `--`.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("lab", "Install the kernel for this user and open the notebooks in Jupyter (Lab where there is one, else Notebook).") { arguments };
        command.SetAction((result, cancel) => RunAsync(result.GetValue(arguments) ?? [], result.InvocationConfiguration.Output, cancel));
        return command;
    }

    private static async Task<int> RunAsync(string[] arguments, TextWriter output, CancellationToken cancel)
    {
        var program = new[] { "jupyter-lab", "jupyter-notebook" }.FirstOrDefault(IsOnPath)
            ?? throw new CliException("there is no Jupyter here. As root: apt-get install jupyter-notebook; or: pip install jupyterlab");
        output.WriteLine($"{KernelSpec.Name}: {KernelSpec.Install(KernelSpec.UserFolder, KernelSpec.Name, KernelCommand.StartCommand)}");
        output.Flush();
        var folder = Repository.Below("notebooks");
        return await Subprocess.RunAttachedAsync(program, [.. arguments, Directory.Exists(folder) ? folder : Repository.Root], cancel);
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
