using System.Diagnostics;
using System.Text.Json.Nodes;
using Enn.Data;

namespace Enn.Benchmarks.Kernel;

/// <summary>The kernel as Jupyter would start it: the command and the environment that `./enn kernel install` writes down, in a folder of our own.</summary>
internal sealed class KernelEntry : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("enn bench ").FullName;
    private readonly JsonObject _spec;

    internal KernelEntry()
    {
        var install = Command("kernel", "install");
        install.RedirectStandardOutput = true;
        install.Environment["JUPYTER_DATA_DIR"] = _folder;
        using (var process = Process.Start(install)!)
        {
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
        }
        _spec = (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "kernels", "enn-fsharp", "kernel.json")))!;
    }

    /// <summary>./enn with these arguments, without the launcher's look at the machine.</summary>
    internal static ProcessStartInfo Command(params string[] arguments)
    {
        var program = Path.Combine(ProjectFolder.Root, "artifacts", "bin", "Enn.Cli", "release", "enn.dll");
        if (!File.Exists(program)) throw new BenchmarkException($"{program} is not there: start the benchmarks with ./enn bench, which builds them");
        return new ProcessStartInfo("dotnet", [program, .. arguments]);
    }

    /// <summary>A path in a folder that goes with this object.</summary>
    internal string At(string name) => Path.Combine(_folder, name);

    internal Process Start(string connectionFile)
    {
        var words = ((JsonArray)_spec["argv"]!).Select(word => ((string)word!).Replace("{connection_file}", connectionFile, StringComparison.Ordinal)).ToArray();
        var start = new ProcessStartInfo(words[0], words[1..]);
        foreach (var (name, value) in (JsonObject)_spec["env"]!) start.Environment[name] = (string?)value;
        return Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
