using System.Diagnostics;

namespace Enn.Data.Fetching;

/// <summary>An offline mirror: a folder with the publishers' files (loose, or in a folder named after the set), with installed sets, or with packed sets and the program <c>unpack</c> that rebuilds them.</summary>
/// <param name="folder">The folder.</param>
internal sealed class Mirror(string folder)
{
    private const string Program = "unpack";

    /// <summary>Whether the mirror has a set packed or installed.</summary>
    internal bool Holds(CatalogueEntry set) => set.IsWhole(Installed(set)) || (File.Exists(Unpack) && Directory.Exists(Path.Combine(folder, set.Name)));

    /// <summary>Puts a set that the mirror <see cref="Holds"/> together in a folder, as it will be installed.</summary>
    /// <exception cref="DataFetchException">The mirror's program fails.</exception>
    internal void Stage(CatalogueEntry set, string staging, IFetchProgress progress, CancellationToken cancel)
    {
        if (set.IsWhole(Installed(set)))
        {
            progress.Starts($"copying {Installed(set)}", null);
            Copy(Installed(set), Path.Combine(staging, set.Folder), progress, cancel);
            return;
        }
        progress.Starts($"unpacking {set.Name} with {Unpack}", null);
        Run(Unpack, staging, set.Name, cancel);
    }

    /// <summary>The path of a published file; null where the mirror lacks it.</summary>
    internal string? Find(CatalogueEntry set, PublishedFile file) =>
        new[] { Path.Combine(folder, set.Name, file.Name), Path.Combine(folder, set.Folder, file.Name), Path.Combine(folder, file.Name) }.FirstOrDefault(File.Exists);

    private string Unpack => Path.Combine(folder, Program);

    private string Installed(CatalogueEntry set) => Path.Combine(folder, set.Folder);

    private static void Copy(string from, string to, IFetchProgress progress, CancellationToken cancel)
    {
        Directory.CreateDirectory(to);
        foreach (var path in Directory.EnumerateFiles(from))
        {
            cancel.ThrowIfCancellationRequested();
            var target = Path.Combine(to, Path.GetFileName(path));
            File.Copy(path, target);
            // The mirror may be read-only; the copy is not.
            var copy = new FileInfo(target) { IsReadOnly = false };
            progress.Advances(copy.Length);
        }
        foreach (var path in Directory.EnumerateDirectories(from)) Copy(path, Path.Combine(to, Path.GetFileName(path)), progress, cancel);
    }

    private static void Run(string program, string staging, string set, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [staging, set]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
        process.StandardInput.Close();
        using var stop = cancel.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancel.ThrowIfCancellationRequested();
        if (process.ExitCode != 0) throw new DataFetchException($"{program} {set} fails with status {process.ExitCode}: {errors.Result.Trim()}");
    }
}
