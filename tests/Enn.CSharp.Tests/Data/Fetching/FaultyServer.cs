using System.Net;
using System.Net.Sockets;

namespace Enn.Tests.Data.Fetching;

/// <summary>What a server does with one request.</summary>
/// <param name="Status">Its answer, if not the file: 404, 503.</param>
/// <param name="CutAfter">Breaks the connection after so many bytes.</param>
/// <param name="Hang">Sends nothing more after those, and keeps the connection.</param>
/// <param name="IgnoreRange">Always sends the whole file.</param>
/// <param name="Content">Sends this in place of the file.</param>
internal sealed record Fault(int? Status = null, int? CutAfter = null, bool Hang = false, bool IgnoreRange = false, byte[]? Content = null);

/// <summary>A web server in this process that serves files from memory, with ranges and versions, and misbehaves as told: one fault a request, then well.</summary>
internal sealed class FaultyServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, byte[]> _files = [];
    private readonly Queue<Fault> _faults = new();
    private readonly CancellationTokenSource _end = new();

    public FaultyServer()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        probe.Stop();
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public string Address { get; }

    /// <summary>The first byte that each request asked for.</summary>
    public List<long> Starts { get; } = [];

    /// <summary>The bytes of the file that the other side has stored.</summary>
    public Func<long> Stored { get; set; } = () => long.MaxValue;

    public string Version { get; set; } = "\"one\"";

    public string Serve(string name, byte[] content)
    {
        _files[name] = content;
        return Address + name;
    }

    public void Plan(params Fault[] faults)
    {
        foreach (var fault in faults) _faults.Enqueue(fault);
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Close();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            try
            {
                await AnswerAsync(context, _faults.TryDequeue(out var fault) ? fault : new Fault());
            }
            catch (Exception gone) when (gone is HttpListenerException or IOException or ObjectDisposedException or OperationCanceledException)
            {
                context.Response.Abort();
            }
        }
    }

    private async Task Arrived(long bytes)
    {
        while (Stored() < bytes) await Task.Delay(5, _end.Token);
    }

    private async Task AnswerAsync(HttpListenerContext context, Fault fault)
    {
        var (request, response) = (context.Request, context.Response);
        var range = request.Headers["Range"] is { } asked ? long.Parse(asked["bytes=".Length..].TrimEnd('-')) : 0;
        lock (Starts) Starts.Add(range);
        if (fault.Status is { } status || !_files.ContainsKey(request.Url!.AbsolutePath[1..]))
        {
            response.StatusCode = fault.Status ?? 404;
            response.Close();
            return;
        }
        var content = fault.Content ?? _files[request.Url!.AbsolutePath[1..]];
        if (fault.IgnoreRange || request.Headers["If-Range"] is { } version && version != Version) range = 0;
        response.Headers["ETag"] = Version;
        if (range > 0)
        {
            response.StatusCode = range < content.Length ? 206 : 416;
            response.Headers["Content-Range"] = range < content.Length ? $"bytes {range}-{content.Length - 1}/{content.Length}" : $"bytes */{content.Length}";
        }
        if (response.StatusCode == 416)
        {
            response.Close();
            return;
        }
        var body = content.AsMemory((int)range);
        response.ContentLength64 = body.Length;
        await response.OutputStream.WriteAsync(body[..Math.Min(body.Length, fault.CutAfter ?? body.Length)], _end.Token);
        await response.OutputStream.FlushAsync(_end.Token);
        // A broken connection loses what the other side has not yet taken: the cut is where it says only when that is there.
        if (fault.CutAfter is { } length) await Arrived(range + length);
        if (fault.Hang) await Task.Delay(Timeout.Infinite, _end.Token);
        if (fault.CutAfter is not null) response.Abort();
        else response.Close();
    }
}
