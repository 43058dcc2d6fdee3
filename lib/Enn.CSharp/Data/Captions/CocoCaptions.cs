using System.Text.Json;
using System.Text.Json.Serialization;

namespace Enn.Data.Captions;

/// <summary>The caption annotations of COCO (<c>captions_train2017.json</c>, <c>captions_val2017.json</c>): images with ids, and captions that name an image's id.</summary>
public static class CocoCaptions
{
    /// <summary>Reads an annotation file. Images come in the file's order, those without captions included.</summary>
    /// <exception cref="InvalidDataException">The file is no such annotation file; the message names file, offset and reason.</exception>
    public static IReadOnlyList<CaptionedImage> Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        Content content;
        try
        {
            content = JsonSerializer.Deserialize<Content>(bytes, Options) ?? throw new JsonException("null where an object is expected");
        }
        catch (JsonException error)
        {
            throw Damage.At(path, OffsetOf(bytes, error), error.Message, error);
        }
        if (content.Images is null || content.Annotations is null) throw Damage.At(path, bytes.Length, $"there is no list of {(content.Images is null ? "images" : "annotations")}");
        var captions = new Dictionary<long, List<string>>();
        foreach (var image in content.Images)
        {
            if (image is null || !TextLines.IsFileName(image.FileName)) throw Damage.At(path, bytes.Length, $"image {image?.Id} has no plain file name");
            if (!captions.TryAdd(image.Id, [])) throw Damage.At(path, bytes.Length, $"two images have the id {image.Id}");
        }
        foreach (var annotation in content.Annotations)
        {
            if (annotation?.Caption is null || !captions.TryGetValue(annotation.ImageId, out var list))
                throw Damage.At(path, bytes.Length, $"an annotation of the image {annotation?.ImageId} {(annotation?.Caption is null ? "has no caption" : "names no image of the file")}");
            list.Add(annotation.Caption.Trim());
        }
        return [.. content.Images.Select(image => new CaptionedImage(image!.FileName!, captions[image.Id]))];
    }

    private static readonly JsonSerializerOptions Options = new() { MaxDepth = 16 };

    // The parser counts lines and bytes within a line.
    private static long OffsetOf(byte[] bytes, JsonException error)
    {
        var at = 0;
        for (var line = error.LineNumber ?? 0; line > 0; line--)
        {
            var next = bytes.AsSpan(at).IndexOf((byte)'\n');
            if (next < 0) break;
            at += next + 1;
        }
        return at + (error.BytePositionInLine ?? 0);
    }

    private sealed record Content([property: JsonPropertyName("images")] IReadOnlyList<Image?>? Images, [property: JsonPropertyName("annotations")] IReadOnlyList<Annotation?>? Annotations);

    private sealed record Image([property: JsonPropertyName("id")] long Id, [property: JsonPropertyName("file_name")] string? FileName);

    private sealed record Annotation([property: JsonPropertyName("image_id")] long ImageId, [property: JsonPropertyName("caption")] string? Caption);
}
