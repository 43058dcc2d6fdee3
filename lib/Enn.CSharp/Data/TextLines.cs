using System.Text;

namespace Enn.Data;

/// <summary>The lines of a small UTF-8 file with their places, for messages. Empty ones are passed over.</summary>
internal static class TextLines
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static IReadOnlyList<(int Number, long Offset, string Text)> Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var lines = new List<(int, long, string)>();
        var from = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        for (var number = 1; from < bytes.Length; number++)
        {
            var length = bytes.AsSpan(from).IndexOf((byte)'\n');
            var end = length < 0 ? bytes.Length : from + length;
            try
            {
                var text = Strict.GetString(bytes, from, end - from).TrimEnd('\r');
                if (!string.IsNullOrWhiteSpace(text)) lines.Add((number, from, text));
            }
            catch (DecoderFallbackException error)
            {
                throw Damage.At(path, from, $"line {number}: a text that is not UTF-8", error);
            }
            from = end + 1;
        }
        return lines;
    }

    /// <summary>Whether a name that becomes a path later is nothing but a plain file name.</summary>
    internal static bool IsFileName(string? name) =>
        name is { Length: > 0 } and not ("." or "..") && name == Path.GetFileName(name) && !name.Any(letter => letter == '\\' || char.IsControl(letter));
}
