using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Enn.Notebooks.Execution;
using Enn.Notebooks.Protocol;
using Enn.Notebooks.Transport;

namespace Enn.Notebooks.Kernels;

/// <summary>
/// A Jupyter kernel: takes requests from a transport, runs cells, sends outputs. Shell requests are answered one after the other by one thread,
/// control requests by another, so that an interrupt comes through while a cell runs.
/// </summary>
internal sealed partial class Kernel : IDisposable
{
    private readonly ITransport _transport;
    private readonly Outbox _outbox;
    private readonly OutputStreams _streams;
    private readonly CellThread _cells;
    private readonly Languages _languages = new();
    private readonly History _history = new();
    private readonly BlockingCollection<Message> _shell = [], _control = [], _stdin = [];
    private readonly ManualResetEventSlim _ended = new();
    private readonly string _session = Guid.NewGuid().ToString("N");
    private readonly (TextWriter Out, TextWriter Error, TextReader In) _console = (Console.Out, Console.Error, Console.In);
    private readonly bool _captureNative;
    private NativeOutput? _native;
    private IDisplaySink? _before;
    private bool _failed;
    private volatile Message? _parent;
    private int _executionCount;

    /// <param name="transport">Connects to the front ends; the kernel disposes it.</param>
    /// <param name="captureNative">Take the process's file descriptors 1 and 2, too, so that native code's output reaches the notebook.</param>
    internal Kernel(ITransport transport, bool captureNative = false)
    {
        _transport = transport;
        _captureNative = captureNative;
        _outbox = new Outbox(transport);
        _cells = new CellThread(TakeConsole);
        _streams = new OutputStreams((name, text) =>
            Publish("stream", new JsonObject { ["name"] = name, ["text"] = text }, _parent, sent: () => _streams?.Sent(text.Length)), _cells.ThrowIfStopped);
    }

    /// <summary>Takes over the console and starts to answer.</summary>
    internal void Start()
    {
        _before = Notebook.Sink;
        TakeConsole();
        if (_captureNative && !OperatingSystem.IsWindows()) _native = new NativeOutput((stream, text) => _streams.Append(stream, text));
        Notebook.Sink = this;
        Loop("shell", _shell, HandleShell);
        Loop("control", _control, HandleControl);
        _transport.Start(Receive);
        Publish("status", new JsonObject { ["execution_state"] = "starting" }, null);
    }

    private void Receive(Channel channel, Message message)
    {
        try
        {
            (channel switch { Channel.Shell => _shell, Channel.Control => _control, _ => _stdin }).Add(message);
        }
        catch (InvalidOperationException)
        {
            // The kernel ends, and the front end has not heard of it yet.
        }
    }

    // Each writer that the console is given gets a lock of its own: a cell that is aborted while it prints takes that lock with it.
    private void TakeConsole()
    {
        Console.SetOut(_streams.Writer("stdout"));
        Console.SetError(_streams.Writer("stderr"));
        Console.SetIn(new InputReader(this));
    }

    /// <summary>Waits until the front end has asked for a shutdown.</summary>
    internal void WaitForEnd() => _ended.Wait();

    /// <summary>Ends the kernel's life, as a shutdown request does.</summary>
    internal void End() => _ended.Set();

    /// <summary>Stops the cell that runs, if any.</summary>
    internal void Interrupt() => _cells.Interrupt(TimeSpan.FromSeconds(2));

    private static void Loop(string name, BlockingCollection<Message> queue, Action<Message> handle) => new Thread(() =>
    {
        foreach (var message in queue.GetConsumingEnumerable()) handle(message);
    })
    { IsBackground = true, Name = name }.Start();

    private void Publish(string type, JsonObject content, Message? parent, JsonObject? metadata = null, Action? sent = null) =>
        _outbox.Add(Channel.IoPub, Message.Create(type, content, parent, _session, [System.Text.Encoding.UTF8.GetBytes(type)], metadata), sent);

    private void Reply(Channel channel, Message request, JsonObject content)
    {
        content["status"] ??= "ok";
        _outbox.Add(channel, Message.Create(request.Type.Replace("_request", "_reply", StringComparison.Ordinal), content, request, _session));
    }

    private void Answer(Channel channel, Message request, Func<JsonObject?> content)
    {
        Publish("status", new JsonObject { ["execution_state"] = "busy" }, request);
        try
        {
            if (content() is { } reply) Reply(channel, request, reply);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // One request that could not be served must not take the kernel with it: the front end is told.
            Reply(channel, request, new JsonObject { ["status"] = "error", ["ename"] = e.GetType().Name, ["evalue"] = e.Message, ["traceback"] = new JsonArray(e.ToString()) });
        }
        // Between the failed cell's reply and its idle, as Jupyter's own kernel does.
        if (_failed && channel == Channel.Shell) AbortQueued();
        Publish("status", new JsonObject { ["execution_state"] = "idle" }, request);
    }

    private void HandleControl(Message request) => Answer(Channel.Control, request, () => request.Type switch
    {
        "interrupt_request" => Interrupted(),
        "shutdown_request" => Shutdown(request, Channel.Control),
        "kernel_info_request" => KernelInfo(),
        _ => null,
    });

    private void HandleShell(Message request) => Answer(Channel.Shell, request, () => request.Type switch
    {
        "execute_request" => Execute(request),
        "kernel_info_request" => KernelInfo(),
        "is_complete_request" => IsComplete(request.Content.Text("code")),
        "complete_request" => Complete(request.Content),
        "inspect_request" => Inspect(request.Content),
        "history_request" => new JsonObject { ["history"] = _history.Answer(request.Content) },
        "comm_info_request" => new JsonObject { ["comms"] = new JsonObject() },
        "comm_open" => CloseComm(request),
        "interrupt_request" => Interrupted(),
        "shutdown_request" => Shutdown(request, Channel.Shell),
        _ => null,
    });

    private JsonObject Interrupted()
    {
        Interrupt();
        return [];
    }

    // There are no widgets here: who opens a comm is told that it is closed.
    private JsonObject? CloseComm(Message request)
    {
        Publish("comm_close", new JsonObject { ["comm_id"] = request.Content.Text("comm_id"), ["data"] = new JsonObject() }, request);
        return null;
    }

    private JsonObject? Shutdown(Message request, Channel channel)
    {
        var restart = request.Content.Flag("restart", false);
        Reply(channel, request, new JsonObject { ["restart"] = restart });
        Publish("shutdown_reply", new JsonObject { ["status"] = "ok", ["restart"] = restart }, request);
        // After this request's last message.
        _ = Task.Delay(20).ContinueWith(_ => _ended.Set(), TaskScheduler.Default);
        return null;
    }

    public void Dispose()
    {
        if (ReferenceEquals(Notebook.Sink, this)) Notebook.Sink = _before;
        Flush();
        _native?.Dispose();
        Console.SetOut(_console.Out);
        Console.SetError(_console.Error);
        Console.SetIn(_console.In);
        _shell.CompleteAdding();
        _control.CompleteAdding();
        _cells.Dispose();
        _outbox.Dispose();
        _streams.Dispose();
        _languages.Dispose();
        _transport.Dispose();
    }
}
