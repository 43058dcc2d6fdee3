using System.CommandLine;
using Enn.Notebooks.Kernels;

namespace Enn.Cli;

/// <summary>./enn kernel: the Jupyter kernel's place in Jupyter's list, and the kernel itself.</summary>
internal static class KernelCommand
{
    internal static Command Create() => new("kernel", "The Jupyter kernel for F# (and C#) cells.") { ForInstall(), ForUninstall(), ForList(), ForRun() };

    /// <summary>How Jupyter starts the kernel: the same dotnet, and this program.</summary>
    internal static IReadOnlyList<string> StartCommand => [Environment.ProcessPath ?? "dotnet", typeof(KernelCommand).Assembly.Location, "kernel", "run"];

    private static Option<bool> Interactive(string description) => new("--dotnet-interactive") { Description = description };

    private static Command ForInstall()
    {
        var interactive = Interactive($"Also under the names {string.Join(" and ", KernelSpec.InteractiveNames)}, so that notebooks written for .NET Interactive open.");
        var command = new Command("install", "Put the kernel into Jupyter's list of this user's kernels.") { interactive };
        command.SetAction(async (result, cancel) =>
        {
            var output = result.InvocationConfiguration.Output;
            var scripts = await PageScripts.PlotlyAsync(output, cancel);
            foreach (var name in Names(result.GetValue(interactive))) output.WriteLine($"{name}: {KernelSpec.Install(KernelSpec.UserFolder, name, StartCommand, scripts)}");
        });
        return command;
    }

    private static Command ForUninstall()
    {
        var command = new Command("uninstall", "Take the kernel, under all of its names, out of Jupyter's list.");
        command.SetAction(result =>
        {
            var installed = KernelSpec.Installed(KernelSpec.UserFolder);
            if (installed.Count == 0) result.InvocationConfiguration.Output.WriteLine($"nothing to remove: the kernel is not in {KernelSpec.UserFolder}");
            foreach (var (name, folder) in installed)
            {
                KernelSpec.Uninstall(KernelSpec.UserFolder, name);
                result.InvocationConfiguration.Output.WriteLine($"{name}: removed from {folder}");
            }
        });
        return command;
    }

    private static Command ForList()
    {
        var command = new Command("list", "Show under which names the kernel is in Jupyter's list.");
        command.SetAction(result =>
        {
            var installed = KernelSpec.Installed(KernelSpec.UserFolder);
            foreach (var (name, folder) in installed) result.InvocationConfiguration.Output.WriteLine($"{name}: {folder}");
            if (installed.Count == 0) result.InvocationConfiguration.Output.WriteLine("not installed: ./enn kernel install");
        });
        return command;
    }

    private static Command ForRun()
    {
        var file = new Argument<string>("connection-file") { Description = "The file that tells where to listen; Jupyter writes it." };
        var command = new Command("run", "Run the kernel; Jupyter does this.") { file };
        command.SetAction(result => KernelProcess.Run(result.GetRequiredValue(file)));
        return command;
    }

    private static IEnumerable<string> Names(bool interactive) => interactive ? KernelSpec.InteractiveNames.Prepend(KernelSpec.Name) : [KernelSpec.Name];
}
