using System.Text.RegularExpressions;

namespace Enn.Notebooks.Execution;

/// <summary>A directive names a file that cannot be used.</summary>
internal sealed class DirectiveException(string message, int line) : Exception(message)
{
    /// <summary>The directive's line in the cell, from 1.</summary>
    internal int Line { get; } = line;
}

/// <summary>
/// The references of cells. `#r "x.dll"` refers to a copy of the file, so that a rebuild is never locked; our own libraries are referred to where the
/// kernel has loaded them; what a copy needs in turn is looked up beside the original.
/// </summary>
internal sealed partial class Directives : IDisposable
{
    private readonly string _copies = Path.Combine(Path.GetTempPath(), $"enn-notebooks-{Environment.ProcessId}-{Guid.NewGuid():N}");
    private readonly HashSet<string> _folders = [];
    private readonly List<string> _references = [];

    internal Directives() => AppDomain.CurrentDomain.AssemblyResolve += Resolve;

    /// <summary>What every cell may use without `#r`.</summary>
    internal IReadOnlyList<string> InitialReferences { get; } = [.. OwnLibraries().Where(File.Exists)];

    /// <summary>The files that cells have referred to so far.</summary>
    internal IReadOnlyList<string> References => _references;

    private static IEnumerable<string> OwnLibraries() => new[] { "Enn.Notebooks", "Enn.CSharp", "Enn.Torch", "Enn.Fsharp.Interop" }.Select(name => Path.Combine(AppContext.BaseDirectory, name + ".dll"));

    /// <summary>The cell with each reference to a local file replaced by one to its copy; the lines stay where they are.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="prefix">What stands before a string without escapes in the cell's language: @ in F#, nothing in C#, whose directives know no escapes.</param>
    /// <exception cref="DirectiveException">A referenced file is not there, or is no library.</exception>
    internal string Resolve(string code, string prefix)
    {
        if (!code.Contains("#r", StringComparison.Ordinal)) return code;
        var lines = code.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var found = Reference().Match(lines[i]);
            if (!found.Success) continue;
            var named = found.Groups["file"].Value;
            if (!named.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && !File.Exists(Own(named))) continue;
            var file = Locate(named, i + 1);
            if (file is null) continue;
            if (!_references.Contains(file)) _references.Add(file);
            lines[i] = $"{found.Groups["head"].Value}{prefix}\"{file}\"{found.Groups["tail"].Value}";
        }
        return string.Join('\n', lines);
    }

    private static string Own(string name) => Path.Combine(AppContext.BaseDirectory, Path.GetFileNameWithoutExtension(name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? name : name + ".dll") + ".dll");

    // Null: a name without folder that is no file here, as System.Xml.dll, which the compiler knows.
    private string? Locate(string named, int line)
    {
        if (File.Exists(Own(named))) return Own(named);
        var full = Path.GetFullPath(named);
        if (File.Exists(full)) return IsLibrary(full) ? Copy(full) : throw new DirectiveException($"#r: {full} is no .NET library", line);
        if (Path.GetFileName(named) == named) return null;
        throw new DirectiveException($"#r: there is no file {full}", line);
    }

    // One bad reference would fail every later cell.
    private static bool IsLibrary(string file)
    {
        try
        {
            return System.Reflection.AssemblyName.GetAssemblyName(file) is not null;
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException)
        {
            return false;
        }
    }

    private string Copy(string file)
    {
        _folders.Add(Path.GetDirectoryName(file)!);
        var written = File.GetLastWriteTimeUtc(file);
        var folder = Directory.CreateDirectory(Path.Combine(_copies, $"{(uint)file.GetHashCode(StringComparison.Ordinal):x8}{written.Ticks:x}")).FullName;
        var copy = Path.Combine(folder, Path.GetFileName(file));
        if (File.Exists(copy)) return copy;
        foreach (var beside in new[] { ".pdb", ".xml" }.Select(extension => Path.ChangeExtension(file, extension)).Where(File.Exists))
            File.Copy(beside, Path.Combine(folder, Path.GetFileName(beside)), true);
        File.Copy(file, copy);
        return copy;
    }

    private System.Reflection.Assembly? Resolve(object? sender, ResolveEventArgs wanted)
    {
        var name = new System.Reflection.AssemblyName(wanted.Name).Name + ".dll";
        var file = _folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return file is null ? null : System.Reflection.Assembly.LoadFrom(Copy(file));
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.AssemblyResolve -= Resolve;
        try
        {
            if (Directory.Exists(_copies)) Directory.Delete(_copies, true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Files in use, where the system locks them: its own cleaning of the temporary folder takes them.
        }
    }

    [GeneratedRegex("""^(?<head>\s*#r\s+)@?"(?<file>[^":]+)"(?<tail>.*)$""")]
    private static partial Regex Reference();
}
