using System.Text.Json;
using System.Text.Json.Nodes;
using Enn.Notebooks.Protocol;

namespace Enn.Notebooks.Kernels;

/// <summary>The kernel's entry in Jupyter's list of kernels: a folder with kernel.json.</summary>
public static class KernelSpec
{
    /// <summary>Our own name.</summary>
    public const string Name = "enn-fsharp";

    // 64 MB (in hexadecimal) before the first collection: a sixth of the CPU time until a kernel's first result. Only the environment can say it.
    private const string YoungGeneration = "4000000";

    private const string PlotlyFile = "plotly.min.js";

    // In the entry's metadata: tells our entries under .NET Interactive's names from its own.
    private const string Mark = "enn";

    /// <summary>The names of .NET Interactive's kernels, under which files written for it ask for a kernel.</summary>
    public static IReadOnlyList<string> InteractiveNames { get; } = [".net-fsharp", ".net-csharp"];

    /// <summary>Where Jupyter looks for the kernels of this user.</summary>
    public static string UserFolder
    {
        get
        {
            if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } chosen) return Path.Combine(chosen, "kernels");
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            if (OperatingSystem.IsWindows()) return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter", "kernels");
            if (OperatingSystem.IsMacOS()) return Path.Combine(home, "Library", "Jupyter", "kernels");
            var data = Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg ? xdg : Path.Combine(home, ".local", "share");
            return Path.Combine(data, "jupyter", "kernels");
        }
    }

    /// <summary>Writes the entry, replacing an older one of ours.</summary>
    /// <param name="folder">The folder of all kernels, as <see cref="UserFolder"/>.</param>
    /// <param name="name">The kernel's name.</param>
    /// <param name="command">The command that starts the kernel; the connection file's place is appended.</param>
    /// <param name="scripts">The folder that holds plotly.min.js, which Jupyter serves to pages from the entry's folder; null: charts stay static pictures.</param>
    /// <returns>The entry's folder.</returns>
    /// <exception cref="IOException">Another program's kernel has this name.</exception>
    public static string Install(string folder, string name, IEnumerable<string> command, string? scripts = null)
    {
        if (File.Exists(FileOf(folder, name)) && !IsOurs(folder, name)) throw new IOException($"{Path.Combine(folder, name)} is another program's kernel; remove or rename it first.");
        var csharp = name == ".net-csharp";
        var entry = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        var spec = new JsonObject
        {
            ["argv"] = Json.Array([.. command, "{connection_file}"]),
            ["display_name"] = name == Name ? "F# (enn)" : csharp ? "C# (enn, for .NET Interactive)" : "F# (enn, for .NET Interactive)",
            ["language"] = csharp ? "C#" : "F#",
            ["interrupt_mode"] = "message",
            ["env"] = new JsonObject { ["DOTNET_GCgen0size"] = YoungGeneration },
            ["metadata"] = new JsonObject { ["debugger"] = false, [Mark] = true },
        };
        File.WriteAllText(FileOf(folder, name), spec.ToJsonString(new JsonSerializerOptions(Json.Options) { WriteIndented = true }) + "\n");
        if (scripts is not null) File.Copy(Path.Combine(scripts, PlotlyFile), Path.Combine(entry, PlotlyFile), overwrite: true);
        return entry;
    }

    /// <summary>Removes the entry; false if there was none of ours.</summary>
    public static bool Uninstall(string folder, string name)
    {
        if (!IsOurs(folder, name)) return false;
        Directory.Delete(Path.Combine(folder, name), recursive: true);
        return true;
    }

    /// <summary>Which of our names are there, each with its folder.</summary>
    public static IReadOnlyList<(string Name, string Folder)> Installed(string folder) =>
        [.. InteractiveNames.Prepend(Name).Select(name => (name, Path.Combine(folder, name))).Where(e => IsOurs(folder, e.name))];

    private static string FileOf(string folder, string name) => Path.Combine(folder, name, "kernel.json");

    // Our own name is ours whoever wrote the file.
    private static bool IsOurs(string folder, string name)
    {
        if (!File.Exists(FileOf(folder, name))) return false;
        if (name == Name) return true;
        try
        {
            return JsonNode.Parse(File.ReadAllText(FileOf(folder, name)))?["metadata"]?[Mark] is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
