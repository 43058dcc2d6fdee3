using System.Net;

namespace Enn.Data.Fetching;

/// <summary>
/// Brings data sets into the data folder. A set is put together in a folder of its own, compared with all checksums that are known, listed in
/// <c>SHA256SUMS</c> and only then moved to its place in one step: what is interrupted never looks installed.
/// </summary>
/// <param name="root">The data folder; made where it is not there.</param>
/// <param name="options">Mirror, retries.</param>
public sealed class DataFetcher(string root, FetchOptions options)
{
    private const string WorkFolder = ".fetch";
    private const long Spare = 64 << 20;

    // What an archive may unpack to beyond the catalogue's rough size.
    private const int UnpackedSlack = 4;

    /// <summary>Fetches a set.</summary>
    /// <param name="set">The set.</param>
    /// <param name="progress">Is told how it goes on.</param>
    /// <param name="cancel">Stops; a later call goes on with the downloads.</param>
    /// <returns>Whether it was fetched; false where it was here already.</returns>
    /// <exception cref="DataFetchException">It cannot be had, or must not be put where it belongs.</exception>
    public async Task<bool> FetchAsync(CatalogueEntry set, IFetchProgress progress, CancellationToken cancel = default)
    {
        var home = Path.Combine(root, set.Folder);
        if (set.IsWhole(home)) return false;
        if (Directory.Exists(home) && Directory.EnumerateFileSystemEntries(home).Any())
            throw new DataFetchException($"{home} is there, but is not the whole of {set.Name} (missing: {string.Join(", ", set.Missing(home))}). Nothing is overwritten: move it away, then fetch again");
        var work = Path.Combine(root, WorkFolder, set.Name);
        Directory.CreateDirectory(work);
        using var alone = Lock(Path.Combine(work, "lock"), set);
        var staging = Path.Combine(work, "staging");
        Remove(staging);
        try
        {
            Directory.CreateDirectory(staging);
            await StageAsync(set, work, staging, progress, cancel);
            Install(set, Path.Combine(staging, set.Folder), home, progress, cancel);
        }
        finally
        {
            Remove(staging);
        }
        alone.Dispose();
        Remove(work);
        return true;
    }

    private async Task StageAsync(CatalogueEntry set, string work, string staging, IFetchProgress progress, CancellationToken cancel)
    {
        var mirror = options.Mirror is { } folder ? Directory.Exists(folder) ? new Mirror(folder) : throw new DataFetchException($"the mirror {folder} is not there") : null;
        ExpectSpace(set, set.InstalledBytes);
        if (mirror?.TryStage(set, staging, progress, cancel) == true) return;

        var found = set.Files.Select(file => (File: file, Path: mirror?.Find(set, file))).ToList();
        var lacking = found.Where(file => file.Path is null && (options.MirrorOnly || file.File.Urls.Count == 0)).Select(file => file.File.Name).ToList();
        if (set.Files.Count == 0 || lacking.Count > 0) throw new DataFetchException(WhyNot(set, lacking));
        var downloads = Path.Combine(work, "downloads");
        Directory.CreateDirectory(downloads);
        ExpectSpace(set, set.InstalledBytes + found.Where(file => file.Path is null).Sum(file => (file.File.Size ?? 0) - Present(Path.Combine(downloads, file.File.Name))));
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None, ConnectTimeout = options.Stall }) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("enn-data/1.0");
        foreach (var (file, path) in found)
        {
            var source = path ?? Path.Combine(downloads, file.Name);
            if (path is null)
            {
                if (!File.Exists(source)) await new Downloader(http, options, progress).DownloadAsync(file, source, cancel);
            }
            else if (Downloader.Flaw(file, path, cancel) is { } flaw) throw new DataFetchException($"{path}: {flaw}");
            Place(set, file, source, staging, isOurs: path is null, progress, cancel);
        }
    }

    private static void Place(CatalogueEntry set, PublishedFile file, string source, string staging, bool isOurs, IFetchProgress progress, CancellationToken cancel)
    {
        if (file.UnpackInto is { } into)
        {
            progress.Starts($"unpacking {file.Name}", new FileInfo(source).Length);
            Archive.Unpack(source, Path.Combine(staging, into), UnpackedSlack * set.InstalledBytes + Spare, progress.Advances, cancel);
            return;
        }
        var target = Path.Combine(staging, set.Folder, file.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (isOurs) File.Move(source, target);
        else File.Copy(source, target);
    }

    private static void Install(CatalogueEntry set, string staged, string home, IFetchProgress progress, CancellationToken cancel)
    {
        if (set.Missing(staged) is { Count: > 0 } missing) throw new DataFetchException($"what was fetched of {set.Name} lacks {string.Join(", ", missing)}");
        progress.Starts($"checking {set.Name}", null);
        foreach (var (name, checksum) in set.KnownContents)
            if (!checksum.Fits(Path.Combine(staged, name), cancel)) throw new DataFetchException($"{name} of {set.Name} is damaged: its checksum is not {checksum}");
        ChecksumList.Write(staged, cancel);
        Directory.CreateDirectory(Path.GetDirectoryName(home)!);
        if (Directory.Exists(home)) Directory.Delete(home);
        Directory.Move(staged, home);
    }

    private string WhyNot(CatalogueEntry set, List<string> lacking)
    {
        var where = options.Mirror is { } folder ? $"the mirror {folder} has neither {set.Folder} nor {(lacking.Count > 0 ? string.Join(", ", lacking) : "a packed form of it")}" : "no program may fetch it";
        return $"{set.Name}: {where}. {set.ByHand ?? $"Without --from and {FetchOptions.MirrorVariable} it is downloaded from {set.Homepage}"}";
    }

    private void ExpectSpace(CatalogueEntry set, long bytes)
    {
        var free = options.FreeBytes(root);
        if (free < bytes + Spare) throw new DataFetchException($"{set.Name} needs {Sizes.Text(bytes + Spare)}, and {root} has {Sizes.Text(free)} free. Free some, or point {DataFolder.Variable} to a larger disk");
    }

    private static long Present(string path) => File.Exists(path) ? new FileInfo(path).Length : File.Exists(path + ".part") ? new FileInfo(path + ".part").Length : 0;

    private static FileStream Lock(string path, CatalogueEntry set)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException problem)
        {
            throw new DataFetchException($"{set.Name} is being fetched by another process ({problem.Message})", problem);
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
