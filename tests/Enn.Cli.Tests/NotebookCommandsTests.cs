using System.Text.Json.Nodes;

namespace Enn.Cli.Tests;

/// <summary>./enn notebooks, report and lab.</summary>
public sealed class NotebookCommandsTests : IDisposable
{
    private const string Registry = "npm_config_registry";
    private readonly string _folder = Directory.CreateTempSubdirectory("enn notebooks ").FullName;

    private readonly string? _registry = Environment.GetEnvironmentVariable(Registry), _path = Environment.GetEnvironmentVariable("PATH");

    // No test fetches anything.
    public NotebookCommandsTests() => Environment.SetEnvironmentVariable(Registry, "http://127.0.0.1:1");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Registry, _registry);
        Environment.SetEnvironmentVariable("PATH", _path);
        Directory.Delete(_folder, recursive: true);
    }

    private string Write(params string[] cells)
    {
        var file = Path.Combine(_folder, "a b.ipynb");
        var code = cells.Select(source => (JsonNode)new JsonObject { ["cell_type"] = "code", ["metadata"] = new JsonObject(), ["outputs"] = new JsonArray(), ["source"] = source });
        File.WriteAllText(file, new JsonObject { ["cells"] = new JsonArray([.. code]), ["metadata"] = new JsonObject(), ["nbformat"] = 4, ["nbformat_minor"] = 5 }.ToJsonString());
        return file;
    }

    // A process of its own: the runner takes over standard output.
    private static async Task<(int Status, string Output)> Run(params string[] arguments)
    {
        var lines = new List<string>();
        var status = await Subprocess.RunAsync("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments], lines.Add, CancellationToken.None);
        return (status, string.Join('\n', lines));
    }

    [Fact]
    public async Task A_notebook_is_executed_in_the_chosen_profile_and_checked_later()
    {
        var file = Write("profile", "1 + 1");
        var (status, output) = await Run("notebooks", file, file, "--profile", "paper");
        Assert.True(status == CommandLine.Success, output);
        // Named twice, run once.
        Assert.Single(output.Split('\n'), line => line.Contains("a b.ipynb: done, ", StringComparison.Ordinal));
        Assert.Contains("\\\"paper\\\"", File.ReadAllText(file));
        var (checkedStatus, difference) = await Run("notebooks", file, "--check");
        Assert.Equal(CommandLine.CheckFailed, checkedStatus);
        Assert.Contains("a b.ipynb: In[1]: output 1, data, text/plain: `\"paper\"` in the file, `\"quick\"` now", difference);
        Assert.DoesNotContain("In[2]", difference);
    }

    [Fact]
    public async Task The_first_failing_cell_is_named_with_its_line()
    {
        var (status, output) = await Run("notebooks", Write("let x = 1", "let y = x\nfailwith \"no more\"", "printfn \"never\""));
        Assert.Equal(CommandLine.CheckFailed, status);
        Assert.Contains("a b.ipynb: In[2], line 2 failed: ", output);
        Assert.Contains("no more", output);
        Assert.Contains("    failwith \"no more\"", output);
    }

    [Fact]
    public async Task The_kernel_is_removed_once_and_then_there_is_nothing_to_remove()
    {
        var before = Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR");
        Environment.SetEnvironmentVariable("JUPYTER_DATA_DIR", _folder);
        try
        {
            Enn.Notebooks.Kernels.KernelSpec.Install(Path.Combine(_folder, "kernels"), "enn-fsharp", ["dotnet"]);
            Assert.Contains("enn-fsharp: removed from ", (await Run("kernel", "uninstall")).Output);
            Assert.Equal((0, $"nothing to remove: the kernel is not in {Path.Combine(_folder, "kernels")}"), await Run("kernel", "uninstall"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("JUPYTER_DATA_DIR", before);
        }
    }

    [Fact]
    public async Task Notebooks_of_different_folders_run_one_after_the_other_though_the_first_folder_goes()
    {
        var gone = Directory.CreateDirectory(Path.Combine(_folder, "gone")).FullName;
        var first = Path.Combine(gone, "first.ipynb");
        File.Move(Write($"System.IO.Directory.Delete(@\"{gone}\", true)\nSystem.IO.Directory.CreateDirectory @\"{gone}\" |> ignore"), first);
        var second = Write("System.IO.Path.GetFileName(System.Environment.CurrentDirectory)", "printfn \"%d\" (1 + 1)", "#!csharp\n1.5 + 1");
        Assert.Equal(CommandLine.Success, (await Run("notebooks", first, second)).Status);
        Assert.Contains(Path.GetFileName(_folder), File.ReadAllText(second));
    }

    [Fact]
    public async Task A_cell_that_ends_the_process_is_a_failure_too()
    {
        var file = Write("1", "exit 0");
        Assert.Equal(CommandLine.CheckFailed, (await Run("notebooks", file)).Status);
        Assert.Contains("The cell ended the process.", File.ReadAllText(file));
    }

    [Fact]
    public async Task An_interruption_stops_the_cell_and_leaves_the_file_as_it_was()
    {
        var started = Path.Combine(_folder, "started");
        var file = Write($"System.IO.File.WriteAllText(@\"{started}\", \"\")\nwhile true do ()");
        var before = File.ReadAllText(file);
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "notebooks", file]) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        while (!File.Exists(started) && !process.HasExited) await Task.Delay(50);
        await Subprocess.RunAsync("kill", ["-INT", $"{process.Id}"], _ => { }, CancellationToken.None);
        await process.WaitForExitAsync();
        Assert.Equal((130, "enn: interrupted\n"), (process.ExitCode, await error));
        Assert.Equal(before, File.ReadAllText(file));
    }

    [Fact]
    public async Task What_is_no_notebook_and_what_is_not_there_are_named()
    {
        var broken = Path.Combine(_folder, "broken.ipynb");
        File.WriteAllText(broken, "{");
        var (status, output, error) = await CommandLineTests.Run("notebooks", broken);
        Assert.Equal((CommandLine.CannotRun, ""), (status, output));
        Assert.Contains(broken, error);
        (status, _, error) = await CommandLineTests.Run("notebooks", "no such notebook");
        Assert.Equal(CommandLine.CannotRun, status);
        Assert.Contains("no notebook is named like no such notebook", error);
        Assert.Contains("05-nonnegative.ipynb", error);
        // Nothing is run where one of several names fits nothing.
        (status, output, error) = await CommandLineTests.Run("notebooks", "00-tour", "nonnegatve");
        Assert.Equal((CommandLine.CannotRun, ""), (status, output));
        Assert.Contains("no notebook is named like nonnegatve;", error);
    }

    [Fact]
    public async Task A_report_replaces_nothing_but_a_report()
    {
        var site = Directory.CreateDirectory(Path.Combine(_folder, "site")).FullName;
        var own = Path.Combine(site, "mine.html");
        File.WriteAllText(own, "mine");
        var (status, _, error) = await CommandLineTests.Run("report", "--output", site);
        Assert.Equal(CommandLine.CannotRun, status);
        Assert.Contains(site, error);
        Assert.Equal("mine", File.ReadAllText(own));
    }

    [Fact]
    public async Task The_report_has_a_page_for_each_notebook_and_tells_what_it_could_not_fetch()
    {
        var (status, output, error) = await CommandLineTests.Run("report", "--output", Path.Combine(_folder, "site"));
        Assert.Equal((CommandLine.Success, ""), (status, error));
        Assert.EndsWith(Path.Combine("site", "index.html") + Environment.NewLine, output);
        var fetchedBefore = Directory.Exists(Enn.Notebooks.Web.WebPackage.Plotly.FolderIn(Repository.Below("artifacts", "web")));
        Assert.Equal(!fetchedBefore, output.Contains("charts stay static pictures"));
        Assert.Equal(NotebooksCommand.All().Length + 1, Directory.GetFiles(Path.Combine(_folder, "site"), "*.html").Length);
    }

    [Fact]
    public async Task Lab_prepares_a_kernel_list_of_its_own_and_says_what_it_would_start()
    {
        var jupyter = Path.Combine(_folder, "jupyter-notebook");
        File.WriteAllText(jupyter, "");
        Environment.SetEnvironmentVariable("PATH", _folder);
        var (status, output, error) = await CommandLineTests.Run("lab", "--check");
        Assert.Equal((CommandLine.Success, ""), (status, error));
        Assert.Contains($"{jupyter} {Repository.Below("notebooks")}", output);
        Assert.True(File.Exists(Repository.Below("artifacts", "jupyter", "kernels", "enn-fsharp", "kernel.json")));
        Environment.SetEnvironmentVariable("PATH", Path.Combine(_folder, "empty"));
        (status, _, error) = await CommandLineTests.Run("lab", "--check");
        Assert.Equal(CommandLine.CannotRun, status);
        Assert.Contains("apt-get install jupyter-notebook", error);
    }
}
