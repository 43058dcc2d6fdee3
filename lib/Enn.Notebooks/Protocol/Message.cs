using System.Text.Json;
using System.Text.Json.Nodes;

namespace Enn.Notebooks.Protocol;

/// <summary>One message: who sent it, what it answers, what it says ("The wire protocol" and "General Message Format" of Jupyter's messaging page).</summary>
internal sealed record Message(IReadOnlyList<byte[]> Identities, JsonObject Header, JsonObject Parent, JsonObject Metadata, JsonObject Content)
{
    /// <summary>The version of the messaging protocol that is spoken.</summary>
    internal const string ProtocolVersion = "5.3";

    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    internal string Type => Header.Text("msg_type");

    /// <summary>A new message that answers <paramref name="parent"/> (or nothing).</summary>
    internal static Message Create(string type, JsonObject content, Message? parent, string session, IReadOnlyList<byte[]>? identities = null, JsonObject? metadata = null) => new(
        identities ?? parent?.Identities ?? [],
        new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString("N"),
            ["session"] = session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ"),
            ["msg_type"] = type,
            ["version"] = ProtocolVersion,
        },
        parent is null ? [] : (JsonObject)parent.Header.DeepClone(),
        metadata ?? [],
        content);

    /// <summary>The frames on the wire: identities, delimiter, signature, and the four parts as JSON.</summary>
    internal IReadOnlyList<byte[]> ToFrames(Signature signature)
    {
        var parts = new[] { Header, Parent, Metadata, Content }.Select(part => JsonSerializer.SerializeToUtf8Bytes(part, Json.Options)).ToArray();
        return [.. Identities, Delimiter, signature.Of(parts), .. parts];
    }

    /// <summary>Reads frames; null if they are no message or are signed with another key.</summary>
    internal static Message? FromFrames(IReadOnlyList<byte[]> frames, Signature signature)
    {
        var at = 0;
        while (at < frames.Count && !frames[at].AsSpan().SequenceEqual(Delimiter)) at++;
        if (frames.Count < at + 6) return null;
        var parts = frames.Skip(at + 2).Take(4).ToArray();
        if (!signature.Accepts(frames[at + 1], parts)) return null;
        try
        {
            var read = parts.Select(part => JsonNode.Parse(part, documentOptions: Strict) as JsonObject ?? []).ToArray();
            // Every answer repeats the header, so it must be possible to write it again: half a surrogate pair, say, can be parsed but not written.
            _ = read[0].ToJsonString(Json.Options);
            return new Message([.. frames.Take(at)], read[0], read[1], read[2], read[3]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
