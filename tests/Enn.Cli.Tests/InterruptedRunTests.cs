using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;

namespace Enn.Cli.Tests;

/// <summary>The command itself, stopped by Ctrl-C and started again.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class InterruptedRunTests : IDisposable
{
    private const int Interrupt = 2, Terminate = 15;

    private readonly string _folder = Directory.CreateTempSubdirectory("enn-").FullName;

    public InterruptedRunTests()
    {
        // A checkout by its looks, so that checkpoints go where nobody else's are.
        File.WriteAllText(Path.Combine(_folder, "Notebooks.sln"), "");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private Process Start(string results)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { typeof(CommandLine).Assembly.Location, "run", "nonnegative", "-f", "-o", "csgd", "--epochs", "8", "--batch-size", "1000", "--results", Path.Combine(_folder, results) })
            start.ArgumentList.Add(argument);
        start.Environment["ENN_ROOT"] = _folder;
        start.Environment[Data.DataFolder.Variable] = Data.DataFolder.Root;
        start.Environment["OMP_NUM_THREADS"] = "1";
        return Process.Start(start)!;
    }

    private static (int Status, string Output) End(Process process)
    {
        using (process)
        {
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + error.Result);
        }
    }

    private string Checkpoints => Path.Combine(_folder, "artifacts", "checkpoints");

    // The other process tells of a checkpoint by its file alone; it ends by itself if none comes.
    private void WaitForCheckpoint(Process running)
    {
        while (!running.HasExited && !(Directory.Exists(Checkpoints) && Directory.GetFiles(Checkpoints, "*.safetensors").Length > 0)) Thread.Sleep(10);
    }

    private JsonNode[] Records(string results) => [.. File.ReadAllLines(Path.Combine(_folder, results)).Select(line => JsonNode.Parse(line)!)];

    [Fact]
    public void Ctrl_C_keeps_the_state_and_the_same_command_ends_with_the_numbers_of_an_undisturbed_run()
    {
        Assert.Equal(0, End(Start("whole.jsonl")).Status);
        var whole = Assert.Single(Records("whole.jsonl"));

        var running = Start("parts.jsonl");
        WaitForCheckpoint(running);
        Assert.Equal(0, Kill(running.Id, Interrupt));
        var (status, output) = End(running);
        Assert.True(status == 130, output);
        Assert.Contains("interrupted; the same command resumes it", output);
        Assert.Empty(Records("parts.jsonl"));
        var part = JsonNode.Parse(File.ReadAllText(Assert.Single(Directory.GetFiles(Checkpoints, "*.json"))))!;
        Assert.False(part["complete"]!.GetValue<bool>());
        var before = part["epochs_run"]!.GetValue<double>();
        Assert.InRange(before, 1, 7);

        Assert.Equal(0, End(Start("parts.jsonl")).Status);
        var resumed = Assert.Single(Records("parts.jsonl"));
        Assert.True(resumed["complete"]!.GetValue<bool>());
        Assert.Equal(whole["metrics"]!.ToJsonString(), resumed["metrics"]!.ToJsonString());
        static string Measured(JsonNode record) => string.Join('\n', record["epochs"]!.AsArray().Select(epoch => epoch!["metrics"]!.ToJsonString()));
        Assert.Equal(Measured(whole), Measured(resumed));
        // Epochs before the interruption were not run again: they carry the times of the first sitting.
        Assert.Equal(part["epochs"]![0]!.ToJsonString(), resumed["epochs"]![0]!.ToJsonString());
        Assert.Empty(Directory.GetFiles(Checkpoints));
    }

    [Fact]
    public void A_second_signal_ends_the_command_at_once_with_a_word()
    {
        var running = Start("twice.jsonl");
        WaitForCheckpoint(running);
        // The first may already have ended it when the second comes: then it had its word, too.
        _ = Kill(running.Id, Terminate);
        _ = Kill(running.Id, Terminate);
        var (status, output) = End(running);
        Assert.NotEqual(0, status);
        Assert.Contains("interrupted", output);
    }
}
