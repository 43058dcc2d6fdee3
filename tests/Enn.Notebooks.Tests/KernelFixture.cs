using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Enn.Notebooks.Kernels;
using Enn.Notebooks.Protocol;
using Enn.Notebooks.Transport;

// Kernels take the console, the current folder and the file descriptors of the process: what runs beside them would write into their cells.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Enn.Notebooks.Tests;

/// <summary>One kernel of this process (it owns the console) for all tests that need one, which therefore run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OneKernel : ICollectionFixture<KernelFixture>
{
    public const string Name = "kernel";
}

/// <summary>What a cell did: its reply, and the broadcasts between busy and idle.</summary>
internal sealed record Executed(JsonObject Reply, IReadOnlyList<Message> Broadcasts)
{
    internal string Status => Reply.Text("status");

    internal string Stream(string name) => string.Concat(Broadcasts.Where(m => m.Type == "stream" && m.Content.Text("name") == name).Select(m => m.Content.Text("text")));

    internal string? Result => Data("execute_result")?.Text("text/plain");

    internal JsonObject? Data(string type) => Broadcasts.LastOrDefault(m => m.Type == type)?.Content["data"] as JsonObject;

    internal string Traceback => string.Join('\n', (Reply["traceback"] as JsonArray ?? []).Select(line => (string?)line));
}

/// <summary>A front end on the in-process transport.</summary>
public sealed class KernelFixture : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly BlockingCollection<(Channel Channel, Message Message)> _received = [];
    private readonly List<(Channel Channel, Message Message)> _others = [];
    private readonly InProcessTransport _transport;
    private readonly Kernel _kernel;

    public KernelFixture()
    {
        _transport = new InProcessTransport((channel, message) => _received.Add((channel, message)));
        _kernel = new Kernel(_transport);
        _kernel.Start();
        // Tests that share the process change its current folder and its console: the session is there before they begin.
        Run("1");
    }

    internal Message Send(Channel channel, string type, JsonObject content, JsonObject? metadata = null)
    {
        var request = Message.Create(type, content, null, "tests", metadata: metadata);
        _transport.Deliver(channel, request);
        return request;
    }

    /// <summary>The next message that answers the request; those that answer others wait for their turn.</summary>
    internal (Channel Channel, Message Message) Next(Message request)
    {
        bool Answers((Channel Channel, Message Message) got) => got.Message.Parent.Text("msg_id") == request.Header.Text("msg_id");
        if (_others.FindIndex(Answers) is var at and >= 0)
        {
            var waiting = _others[at];
            _others.RemoveAt(at);
            return waiting;
        }
        while (true)
        {
            Assert.True(_received.TryTake(out var got, Patience), $"no answer to {request.Type}");
            if (Answers(got)) return got;
            _others.Add(got);
        }
    }

    internal Executed Await(Message request)
    {
        JsonObject? reply = null;
        var broadcasts = new List<Message>();
        while (true)
        {
            var (channel, message) = Next(request);
            if (channel == Channel.Shell) reply = message.Content;
            else if (channel == Channel.IoPub) broadcasts.Add(message);
            if (message.Type == "status" && message.Content.Text("execution_state") == "idle") return new Executed(reply ?? [], broadcasts);
        }
    }

    internal Executed Run(string code, bool silent = false, JsonObject? metadata = null) =>
        Await(Send(Channel.Shell, "execute_request", new JsonObject { ["code"] = code, ["silent"] = silent, ["allow_stdin"] = true, ["stop_on_error"] = false }, metadata));

    /// <summary>Runs cells that must not fail; the last one's result.</summary>
    internal string? Value(params string[] cells)
    {
        string? last = null;
        foreach (var cell in cells)
        {
            var done = Run(cell);
            Assert.True(done.Status == "ok", $"{cell}\n{done.Traceback}");
            last = done.Result;
        }
        return last;
    }

    internal JsonObject Ask(string type, JsonObject content) => Await(Send(Channel.Shell, type, content)).Reply;

    /// <summary>Starts a cell, waits until it has written something, interrupts it, and waits for its end.</summary>
    internal Executed Interrupted(string code)
    {
        var request = Send(Channel.Shell, "execute_request", new JsonObject { ["code"] = code, ["stop_on_error"] = false });
        while (Next(request).Message.Type != "stream")
        {
        }
        Send(Channel.Control, "interrupt_request", []);
        return Await(request);
    }

    public void Dispose()
    {
        _kernel.Dispose();
        _received.Dispose();
    }
}
