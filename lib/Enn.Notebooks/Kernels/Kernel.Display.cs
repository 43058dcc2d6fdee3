using System.Text.Json.Nodes;
using Enn.Notebooks.Display;
using Enn.Notebooks.Protocol;

namespace Enn.Notebooks.Kernels;

/// <summary>What cells ask of their kernel: display, input.</summary>
internal sealed partial class Kernel : IDisplaySink
{
    CancellationToken IDisplaySink.Cancellation => _cells.Cancellation;

    void IDisplaySink.Show(object? value, string id, bool update)
    {
        var bundle = Bundles.Of(value, value?.GetType() ?? typeof(object), _languages.FSharp.Print);
        var content = new JsonObject { ["data"] = ToJson(bundle), ["metadata"] = new JsonObject(), ["transient"] = new JsonObject { ["display_id"] = id } };
        Flush();
        Publish(update ? "update_display_data" : "display_data", content, _parent);
    }

    void IDisplaySink.Clear(bool wait)
    {
        Flush();
        Publish("clear_output", new JsonObject { ["wait"] = wait }, _parent);
    }

    string IDisplaySink.Ask(string prompt, bool password)
    {
        if (_parent is not { } request || !request.Content.Flag("allow_stdin", false))
            throw new InvalidOperationException("This front end cannot ask for input (it sent the cell with allow_stdin = false).");
        Flush();
        while (_stdin.TryTake(out _))
        {
            // An answer to a question of a cell that was interrupted.
        }
        _outbox.Add(Channel.Stdin, Message.Create("input_request", new JsonObject { ["prompt"] = prompt, ["password"] = password }, request, _session));
        return _stdin.Take().Content.Text("value");
    }

    /// <summary>Console.In of cells: each line is asked for.</summary>
    private sealed class InputReader(IDisplaySink kernel) : TextReader
    {
        private string _rest = "";

        public override string? ReadLine()
        {
            if (_rest.Length == 0) return kernel.Ask("", false);
            var line = _rest.TrimEnd('\n');
            _rest = "";
            return line;
        }

        public override int Peek()
        {
            if (_rest.Length == 0) _rest = kernel.Ask("", false) + "\n";
            return _rest[0];
        }

        public override int Read()
        {
            var next = Peek();
            _rest = _rest[1..];
            return next;
        }
    }
}
