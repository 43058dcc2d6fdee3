namespace Enn.Data.Captions;

/// <summary>
/// The caption files of Flickr8k and Flickr30k, told apart by their first line: <c>image,caption</c> (CSV with quotes), <c>image_name| comment_number| comment</c>
/// (the results.csv of Flickr30k), and the authors' own <c>name.jpg#0 TAB caption</c> without a header. In results.csv one row is known to lack its second bar;
/// the number before the caption is then taken off.
/// </summary>
public static class FlickrCaptions
{
    private const string CommaHeader = "image,caption";
    private const string BarHeader = "image_name|comment_number|comment";

    /// <summary>Reads a caption file.</summary>
    /// <exception cref="InvalidDataException">A line is not of the file's layout; the message names file, offset, line and reason.</exception>
    public static IReadOnlyList<CaptionedImage> Read(string path)
    {
        var lines = TextLines.Read(path);
        if (lines.Count == 0) throw Damage.At(path, 0, "the file is empty");
        var header = lines[0].Text.Replace(" ", "", StringComparison.Ordinal).Trim();
        Func<string, (string File, string Caption)> parse = header switch { CommaHeader => Comma, BarHeader => Bar, _ => Tab };
        return CaptionedImage.Group(lines.Skip(parse == Tab ? 0 : 1).Select(line =>
        {
            try
            {
                var (file, caption) = parse(line.Text);
                if (!TextLines.IsFileName(file)) throw new FormatException("there is no image's file name");
                return caption.Length > 0 ? (file, caption) : throw new FormatException($"there is no caption of {file}");
            }
            catch (FormatException error)
            {
                throw Damage.At(path, line.Offset, $"line {line.Number}: {error.Message}", error);
            }
        }));
    }

    private static (string, string) Comma(string line)
    {
        var comma = line.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0) throw new FormatException("there is no comma between image and caption");
        var caption = line[(comma + 1)..].Trim();
        if (caption is not ['"', ..]) return (line[..comma].Trim(), caption);
        var inner = caption is ['"', _, .., '"'] || caption == "\"\"" ? caption[1..^1] : throw new FormatException("a quoted caption does not end");
        return inner.Replace("\"\"", "", StringComparison.Ordinal).Contains('"', StringComparison.Ordinal)
            ? throw new FormatException("a quote within a quoted caption is not doubled")
            : (line[..comma].Trim(), inner.Replace("\"\"", "\"", StringComparison.Ordinal).Trim());
    }

    private static (string, string) Bar(string line)
    {
        var parts = line.Split('|', 3, StringSplitOptions.TrimEntries);
        return parts.Length switch
        {
            3 => (parts[0], parts[2]),
            2 => (parts[0], parts[1].TrimStart("0123456789".ToCharArray()).Trim()),
            _ => throw new FormatException("there is no bar between image and caption"),
        };
    }

    private static (string, string) Tab(string line)
    {
        var tab = line.IndexOf('\t', StringComparison.Ordinal);
        if (tab < 0) throw new FormatException($"neither a header ({CommaHeader}, or {BarHeader}) nor a tab between image and caption");
        var image = line[..tab];
        var number = image.LastIndexOf('#');
        return (number < 0 ? image : image[..number], line[(tab + 1)..].Trim());
    }
}
