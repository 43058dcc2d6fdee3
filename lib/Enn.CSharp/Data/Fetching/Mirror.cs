using System.Diagnostics;

namespace Enn.Data.Fetching;

/// <summary>An offline mirror: a folder with the publishers' files (loose, or in a folder named after the set), with installed sets, or with packed sets and the program <c>unpack</c> that rebuilds them.</summary>
/// <param name="folder">The folder.</param>
internal sealed class Mirror(string folder)
{
    private const string Program = "unpack";

    /// <summary>Puts a set together in a folder, as it will be installed, where the mirror has it packed or installed.</summary>
    /// <returns>Whether the mirror has it so.</returns>
    /// <exception cref="DataFetchException">The mirror's program fails.</exception>
    internal bool TryStage(CatalogueEntry set, string staging, IFetchProgress progress, CancellationToken cancel)
    {
        var installed = Path.Combine(folder, set.Folder);
        if (set.IsWhole(installed))
        {
            progress.Starts($"copying {installed}", null);
            Copy(installed, Path.Combine(staging, set.Folder), progress, cancel);
            return true;
        }
        var program = Path.Combine(folder, Program);
        if (!File.Exists(program) || !Directory.Exists(Path.Combine(folder, set.Name))) return false;
        progress.Starts($"unpacking {set.Name} with {program}", null);
        Run(program, staging, set.Name, cancel);
        return true;
    }

    /// <summary>The path of a published file; null where the mirror lacks it.</summary>
    internal string? Find(CatalogueEntry set, PublishedFile file) =>
        new[] { Path.Combine(folder, set.Name, file.Name), Path.Combine(folder, set.Folder, file.Name), Path.Combine(folder, file.Name) }.FirstOrDefault(File.Exists);

    private static void Copy(string from, string to, IFetchProgress progress, CancellationToken cancel)
    {
        Directory.CreateDirectory(to);
        foreach (var path in Directory.EnumerateFiles(from))
        {
            cancel.ThrowIfCancellationRequested();
            var target = Path.Combine(to, Path.GetFileName(path));
            File.Copy(path, target);
            File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            progress.Advances(new FileInfo(target).Length);
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
