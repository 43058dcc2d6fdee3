using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Enn.Notebooks.Protocol;

/// <summary>How JSON is read and written: characters as they are, not as escapes.</summary>
internal static class Json
{
    internal static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);

    internal static string Text(this JsonObject from, string name) => from[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    internal static bool Flag(this JsonObject from, string name, bool otherwise) => from[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : otherwise;

    internal static int Number(this JsonObject from, string name, int otherwise) => from[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : otherwise;
}
