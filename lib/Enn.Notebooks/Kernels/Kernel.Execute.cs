using System.Text.Json.Nodes;
using Enn.Notebooks.Display;
using Enn.Notebooks.Execution;
using Enn.Notebooks.Protocol;

namespace Enn.Notebooks.Kernels;

/// <summary>execute_request: run a cell, show its value or its error.</summary>
internal sealed partial class Kernel
{
    private const int DrainMilliseconds = 25;

    private JsonObject Execute(Message request)
    {
        var content = request.Content;
        var (code, silent) = (content.Text("code"), content.Flag("silent", false));
        var store = !silent && content.Flag("store_history", true);
        if (store) _executionCount++;
        var count = Math.Max(_executionCount, 1);
        _parent = request;
        if (!silent) Publish("execute_input", new JsonObject { ["code"] = code, ["execution_count"] = count }, request);
        if (store) _history.Add(count, code);
        var (error, values) = Run(code, count, silent, content["user_expressions"] as JsonObject ?? [], CellLanguage.Of(request.Metadata));
        if (error is null)
            return new JsonObject { ["status"] = "ok", ["execution_count"] = count, ["payload"] = new JsonArray(), ["user_expressions"] = values };
        var told = ErrorContent(error);
        if (!silent) Publish("error", (JsonObject)told.DeepClone(), request);
        // A silent request is the front end's own: its failure stops none of the reader's cells.
        _failed = !silent && content.Flag("stop_on_error", true);
        told["status"] = "error";
        told["execution_count"] = count;
        return told;
    }

    private (CellError? Error, JsonObject Values) Run(string code, int count, bool silent, JsonObject expressions, string? language)
    {
        var cell = $"In[{count}]";
        JsonObject? shown = null;
        var values = new JsonObject();
        var result = string.IsNullOrWhiteSpace(code) ? CellResult.Nothing : _cells.Run(user =>
        {
            var outcome = _languages.Execute(code, cell, user, language);
            if (outcome.Warnings.Length > 0) _streams.Append("stderr", outcome.Warnings);
            if (outcome.Error is not null || !outcome.HasValue || silent || outcome.Value is DisplayHandle) return outcome;
            return Shown(outcome, user, bundle => shown = bundle);
        });
        Flush();
        if (shown is not null)
            Publish("execute_result", new JsonObject { ["execution_count"] = count, ["data"] = shown, ["metadata"] = new JsonObject() }, _parent);
        if (result.Error is not null) return (result.Error, values);
        foreach (var (name, expression) in expressions)
        {
            var text = (string?)expression ?? "";
            JsonObject? data = null;
            var evaluated = _cells.Run(user => Shown(_languages.Execute(text, cell, user, language), user, bundle => data = bundle));
            var value = evaluated.Error is { } failed ? ErrorContent(failed) : new JsonObject { ["data"] = data ?? [], ["metadata"] = new JsonObject() };
            value["status"] = evaluated.Error is null ? "ok" : "error";
            values[name] = value;
        }
        return (null, values);
    }

    // Formatters and printers are user code, too: they may fail, and they may be stopped.
    private CellResult Shown(CellResult outcome, UserCode user, Action<JsonObject> take)
    {
        if (outcome.Error is not null || !outcome.HasValue) return outcome;
        try
        {
            user.Enter();
            var bundle = Bundles.Of(outcome.Value, outcome.Type ?? typeof(object), _languages.FSharp.Print);
            user.Leave();
            take(ToJson(bundle));
            return outcome;
        }
        catch (Exception e) when (e is not ThreadInterruptedException)
        {
            return CellResult.Failed(StackTraces.Describe(e));
        }
        finally
        {
            user.Leave();
        }
    }

    private static JsonObject ErrorContent(CellError error) => new()
    {
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["traceback"] = Json.Array(error.Traceback),
    };

    /// <summary>A bundle as front ends take it: JSON types as JSON, all else as text.</summary>
    internal static JsonObject ToJson(MimeBundle bundle)
    {
        var data = new JsonObject();
        foreach (var (mime, text) in bundle.Forms)
            data[mime] = mime == "application/json" || mime.EndsWith("+json", StringComparison.Ordinal) ? JsonNode.Parse(text) : text;
        return data;
    }

    // Native code writes past the console: see NativeOutput.
    private void Flush()
    {
        _native?.Drain();
        _streams.Flush();
    }

    // After a failure the cells that the front end has already sent ("run all") are not run. Those still on their way get a moment to arrive.
    private void AbortQueued()
    {
        _failed = false;
        while (_shell.TryTake(out var next, DrainMilliseconds))
        {
            if (next.Type == "execute_request")
                Answer(Channel.Shell, next, () => new JsonObject { ["status"] = "aborted", ["execution_count"] = Math.Max(_executionCount, 1) });
            else HandleShell(next);
        }
    }
}
