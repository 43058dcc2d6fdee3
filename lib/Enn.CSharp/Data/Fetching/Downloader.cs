using System.Net;
using System.Net.Http.Headers;

namespace Enn.Data.Fetching;

/// <summary>Downloads published files: goes on where an interrupted download stopped, tries again what fails in passing, and hands over nothing that differs from its checksum.</summary>
internal sealed class Downloader(HttpClient http, FetchOptions options, IFetchProgress progress)
{
    private const int BufferSize = 1 << 17;

    /// <summary>Downloads a file. Until it is whole and right it is called <c>.part</c>, beside which <c>.tag</c> says which version of the file it is a part of.</summary>
    /// <param name="file">The published file.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="cancel">Stops; the part remains.</param>
    /// <exception cref="DataFetchException">No address brings the file; the message has the last reason of each.</exception>
    internal async Task DownloadAsync(PublishedFile file, string target, CancellationToken cancel)
    {
        var reasons = new List<string>();
        foreach (var url in file.Urls)
        {
            progress.Starts($"downloading {file.Name}", file.Size);
            try
            {
                await FromAsync(file, url, target, cancel);
                return;
            }
            catch (UnusableAddressException problem)
            {
                reasons.Add($"{url}: {problem.Message}");
                progress.Says(reasons[^1]);
            }
        }
        throw new DataFetchException($"{file.Name} cannot be downloaded: {string.Join("; ", reasons)}. Try again later, or put the file into a folder and name that: --from FOLDER");
    }

    private async Task FromAsync(PublishedFile file, string url, string target, CancellationToken cancel)
    {
        var (part, tag) = ($"{target}.part", $"{target}.tag");
        for (var attempt = 0; ; attempt++)
        {
            if (attempt > 0) await Task.Delay(options.Pause(attempt), cancel);
            var before = Length(part);
            string reason;
            try
            {
                await ReceiveAsync(file, url, part, tag, cancel);
                break;
            }
            catch (Exception problem) when (problem is HttpRequestException or TimeoutException || problem is IOException and not DataFetchException)
            {
                reason = problem.InnerException is { } inner ? $"{problem.Message} ({inner.Message})" : problem.Message;
            }
            if (Length(part) > before) attempt = 0;
            if (attempt + 1 >= options.Attempts) throw new UnusableAddressException($"{reason} ({options.Attempts} attempts)");
            progress.Says($"{file.Name}: {reason}; trying again from byte {Length(part)}");
        }
        if (Flaw(file, part, cancel) is { } flaw)
        {
            Forget(part, tag);
            throw new UnusableAddressException(flaw);
        }
        File.Move(part, target, overwrite: true);
        File.Delete(tag);
    }

    /// <summary>What is wrong with a file; null where nothing is.</summary>
    internal static string? Flaw(PublishedFile file, string path, CancellationToken cancel)
    {
        var length = new FileInfo(path).Length;
        if (file.Size is { } size && length != size) return $"the file has {length} bytes, where {size} are expected";
        if (file.Checksum is not { } expected) return null;
        var found = Checksum.Of(path, expected.Algorithm, cancel);
        return found == expected ? null : $"the checksum differs: expected {expected}, found {found.Hex}";
    }

    private async Task ReceiveAsync(PublishedFile file, string url, string part, string tag, CancellationToken cancel)
    {
        // Without a checksum, only the server's word says that the rest belongs to the same version of the file.
        if (Length(part) > 0 && (file.Size < Length(part) || (file.Checksum is null && !File.Exists(tag)))) Forget(part, tag);
        var have = Length(part);
        if (have > 0) progress.Advances(have);
        if (have > 0 && have == file.Size) return;

        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (have > 0)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
            if (File.Exists(tag) && RangeConditionHeaderValue.TryParse(File.ReadAllText(tag), out var condition)) request.Headers.IfRange = condition;
        }
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        stall.CancelAfter(options.Stall);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token);
            if (have > 0 && !Continues(response, have))
            {
                Forget(part, tag);
                progress.Advances(-have);
                if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable) throw new HttpRequestException("the server has no more bytes than are here already; starting anew");
            }
            Check(response);
            if (Version(response) is { } version) File.WriteAllText(tag, version);
            await StoreAsync(response, part, stall, cancel);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {options.Stall.TotalSeconds:0.#} seconds");
        }
    }

    private async Task StoreAsync(HttpResponseMessage response, string part, CancellationTokenSource stall, CancellationToken cancel)
    {
        await using var content = await response.Content.ReadAsStreamAsync(stall.Token);
        var buffer = new byte[BufferSize];
        await using var file = Writing(part, () => new FileStream(part, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0));
        for (int read; (read = await content.ReadAsync(buffer, stall.Token)) > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            var filled = buffer.AsMemory(0, read);
            Writing(part, () =>
            {
                file.Write(filled.Span);
                return true;
            });
            progress.Advances(read);
            stall.CancelAfter(options.Stall);
        }
    }

    private static T Writing<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DataFetchException($"cannot write {path}: {problem.Message}. The download goes on from there when the same command runs again", problem);
        }
    }

    private static bool Continues(HttpResponseMessage response, long have) =>
        response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;

    private static void Check(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode) return;
        var reason = $"the server answers {status} {response.ReasonPhrase}";
        throw status >= 500 || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests ? new HttpRequestException(reason) : new UnusableAddressException(reason);
    }

    private static string? Version(HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false } tag ? tag.ToString() : response.Content.Headers.LastModified?.ToString("R");

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    private static void Forget(string part, string tag)
    {
        File.Delete(part);
        File.Delete(tag);
    }

    /// <summary>This address will not bring the file; another may.</summary>
    private sealed class UnusableAddressException(string message) : Exception(message);
}
