using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Enn.Notebooks.Kernels;
using Enn.Notebooks.Protocol;
using Enn.Notebooks.Transport;

namespace Enn.Notebooks.Runner;

/// <summary>A kernel and its front end in one: sends a cell, collects its outputs.</summary>
internal sealed class RunnerSession : IDisposable
{
    private readonly BlockingCollection<(Channel Channel, Message Message)> _received = [];
    private readonly InProcessTransport _transport;
    private readonly Kernel _kernel;

    internal RunnerSession()
    {
        _transport = new InProcessTransport((channel, message) => _received.Add((channel, message)));
        _kernel = new Kernel(_transport, captureNative: true);
        _kernel.Start();
    }

    internal void Interrupt() => _kernel.Interrupt();

    /// <summary>Runs a cell to its end.</summary>
    /// <returns>Its outputs, and the content of its error if it failed.</returns>
    internal (JsonArray Outputs, JsonObject? Error) Execute(JsonObject cell)
    {
        var metadata = cell["metadata"]?.DeepClone() as JsonObject ?? [];
        var request = Message.Create("execute_request", new JsonObject { ["code"] = NotebookFile.Source(cell), ["allow_stdin"] = false, ["stop_on_error"] = false }, null, "runner", metadata: metadata);
        _transport.Deliver(Channel.Shell, request);
        var outputs = new OutputList();
        JsonObject? error = null;
        while (true)
        {
            var (channel, message) = _received.Take();
            // What an earlier cell still writes belongs to that cell, which is done.
            if (message.Parent.Text("msg_id") != request.Header.Text("msg_id") || channel != Channel.IoPub) continue;
            if (message.Type == "status" && message.Content.Text("execution_state") == "idle") return (outputs.ToArray(), error);
            if (message.Type == "error") error = message.Content;
            outputs.Take(message);
        }
    }

    public void Dispose()
    {
        _kernel.Dispose();
        _received.Dispose();
    }
}
