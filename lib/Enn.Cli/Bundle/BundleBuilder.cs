using System.Formats.Tar;
using System.IO.Compression;

namespace Enn.Cli;

/// <summary>
/// Lays out and packs a bundle. Its tree keeps the repository's relative paths, so that what the program and its tests look for is found:
/// app/ (program, self-test and runtime), lib/Enn.Torch/native/, tests/conformance/, data/, run.sh.
/// </summary>
internal static class BundleBuilder
{
    private const string Name = "enn-bundle";

    /// <summary>Writes the archive; an interrupted run leaves no half-written file under its name.</summary>
    /// <exception cref="CliException">A data set is not here, or a publish fails.</exception>
    internal static async Task BuildAsync(FileInfo archive, string[] data, TextWriter output, CancellationToken cancel)
    {
        var sources = data.Select(BundledData.Find).ToArray();
        var staging = Repository.Below("artifacts", "bundle");
        if (Directory.Exists(staging)) Directory.Delete(staging, recursive: true);
        var root = Path.Combine(staging, Name);
        var app = Directory.CreateDirectory(Path.Combine(root, "app")).FullName;
        foreach (var project in new[] { "lib/Enn.Cli/Enn.Cli.csproj", "tests/Enn.SelfTest/Enn.SelfTest.csproj" })
        {
            output.WriteLine($"publishing {Path.GetFileNameWithoutExtension(project)} with its runtime");
            await PublishAsync(Repository.Below(project), app, cancel);
        }
        // Built here for this machine's libtorch; run.sh builds it for the host's.
        File.Delete(Path.Combine(app, "libenn_torch.so"));
        foreach (var folder in new[] { "lib/Enn.Torch/native", "tests/conformance" }) Copy(Repository.Below(folder), Path.Combine(root, folder));
        foreach (var (folder, target) in sources) Copy(folder, Path.Combine(root, "data", target));
        File.Copy(Repository.Below("lib/Enn.Cli/Bundle/run.sh"), Path.Combine(root, "run.sh"));
        output.WriteLine("packing");
        await PackAsync(root, archive.FullName, cancel);
        Directory.Delete(staging, recursive: true);
        output.WriteLine($"{archive.FullName}: {new FileInfo(archive.FullName).Length / 1e6:0} MB. On the host: tar xzf {archive.Name} && {Name}/run.sh --help");
    }

    private static async Task PublishAsync(string project, string folder, CancellationToken cancel)
    {
        var log = new List<string>();
        string[] arguments =
            ["publish", project, "-c", "Release", "-r", "linux-x64", "--self-contained", "-o", folder, "--nologo", "-v:quiet", "-nodeReuse:false"];
        if (await Subprocess.RunAsync("dotnet", arguments, log.Add, cancel) != 0)
            throw new CliException($"dotnet publish {project} failed:\n{string.Join('\n', log.TakeLast(40))}");
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    private static async Task PackAsync(string root, string archive, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(archive)!);
        var part = archive + ".part";
        try
        {
            await using (var file = File.Create(part))
            await using (var gzip = new GZipStream(file, CompressionLevel.Optimal))
                await TarFile.CreateFromDirectoryAsync(root, gzip, includeBaseDirectory: true, cancel);
            File.Move(part, archive, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
