using System.Text.Json.Nodes;
using Enn.Notebooks.Protocol;

namespace Enn.Notebooks.Kernels;

/// <summary>Questions about code and about the kernel. Cursor positions on the wire count Unicode characters, in .NET they count UTF-16 units.</summary>
internal sealed partial class Kernel
{
    private static string Version => typeof(Kernel).Assembly.GetName().Version?.ToString(3) ?? "1.0.0";

    private static JsonObject KernelInfo() => new()
    {
        ["protocol_version"] = Message.ProtocolVersion,
        ["implementation"] = "enn",
        ["implementation_version"] = Version,
        ["language_info"] = LanguageInfo(),
        ["banner"] = "F# and C# notebooks",
        ["help_links"] = new JsonArray(),
    };

    /// <summary>What a notebook records of its language.</summary>
    internal static JsonObject LanguageInfo() => new()
    {
        ["name"] = "F#",
        ["version"] = "10.0",
        ["mimetype"] = "text/x-fsharp",
        ["file_extension"] = ".fs",
        ["pygments_lexer"] = "fsharp",
        ["codemirror_mode"] = "text/x-fsharp",
    };

    private JsonObject IsComplete(string code)
    {
        var status = _languages.For(ref code).Completeness(code);
        var reply = new JsonObject { ["status"] = status };
        if (status == "incomplete") reply["indent"] = "    ";
        return reply;
    }

    private JsonObject Complete(JsonObject content)
    {
        var code = content.Text("code");
        var found = _languages.For(ref code).Complete(code, Utf16(code, content.Number("cursor_pos", int.MaxValue)));
        return new JsonObject
        {
            ["matches"] = Json.Array(found.Names),
            ["cursor_start"] = Characters(code, found.Start),
            ["cursor_end"] = Characters(code, found.End),
            ["metadata"] = new JsonObject(),
        };
    }

    private JsonObject Inspect(JsonObject content)
    {
        var code = content.Text("code");
        var text = _languages.For(ref code).Inspect(code, Utf16(code, content.Number("cursor_pos", int.MaxValue)));
        return new JsonObject
        {
            ["found"] = text is not null,
            ["data"] = text is null ? new JsonObject() : new JsonObject { ["text/plain"] = text },
            ["metadata"] = new JsonObject(),
        };
    }

    /// <summary>The UTF-16 offset of the character number <paramref name="characters"/>.</summary>
    internal static int Utf16(string code, int characters)
    {
        var at = 0;
        for (; characters > 0 && at < code.Length; characters--) at += at + 1 < code.Length && char.IsSurrogatePair(code, at) ? 2 : 1;
        return at;
    }

    /// <summary>The number of characters before a UTF-16 offset.</summary>
    internal static int Characters(string code, int utf16)
    {
        var count = 0;
        for (var at = 0; at < utf16; count++) at += at + 1 < code.Length && char.IsSurrogatePair(code, at) ? 2 : 1;
        return count;
    }
}
