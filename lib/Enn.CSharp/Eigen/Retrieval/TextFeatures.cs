using System.Security.Cryptography;
using System.Text;
using Enn.Data.Captions;
using Enn.Data.Weights;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>
/// Frozen features of a set's texts, made once: read from a file that a text model wrote, or counted here. In a file they are the tensors <c>captions</c> and,
/// for the long/short variant, <c>long</c>, whose rows are in the order of the caption file; the note <c>captions_sha256</c> says of which captions.
/// </summary>
/// <param name="Captions">[T, D], float32.</param>
/// <param name="LongTexts">Of one long text an image, all its captions joined by spaces: [N, D]; null where there are none.</param>
/// <param name="Source">The file or the method, for messages.</param>
public sealed record TextFeatures(Tensor Captions, Tensor? LongTexts, string Source) : IDisposable
{
    private const string CaptionsName = "captions", LongName = "long", DigestName = "captions_sha256";

    /// <summary>Features counted from n-grams, for captions and long texts.</summary>
    public static TextFeatures Of(IReadOnlyList<CaptionedImage> images, HashedNgrams method) =>
        new(method.Of([.. images.SelectMany(image => image.Captions)]), method.Of([.. images.Select(LongText)]), method.ToString());

    /// <summary>Reads a feature file and checks that it is of these captions.</summary>
    /// <param name="path">safetensors, or what torch.save wrote of a dictionary of tensors.</param>
    /// <param name="images">The set.</param>
    /// <exception cref="FileNotFoundException">There is no such file; the message says how to make it.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or its features are not of these captions; the message names file and fix.</exception>
    public static TextFeatures Read(string path, IReadOnlyList<CaptionedImage> images)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: there is no such file of text features. {Fix(path)}", path);
        var file = WeightsFile.Read(path);
        try
        {
            if (!file.Tensors.TryGetValue(CaptionsName, out var captions))
                throw new InvalidDataException($"{path}: it holds no tensor '{CaptionsName}' but {string.Join(", ", file.Tensors.Keys.Take(10).DefaultIfEmpty("nothing"))}. {Fix(path)}");
            if (file.Notes.GetValueOrDefault(DigestName) is { } digest && digest != Digest(images))
                throw new InvalidDataException($"{path}: the features are of other captions, or of these in another order. {Fix(path)}");
            var count = images.Sum(image => image.Captions.Count);
            using var scope = NewDisposeScope();
            var features = new TextFeatures(Checked(path, CaptionsName, captions, count), file.Tensors.TryGetValue(LongName, out var more) ? Checked(path, LongName, more, images.Count) : null, path);
            if (features.LongTexts is { } longTexts && longTexts.size(1) != features.Captions.size(1))
                throw new InvalidDataException($"{path}: captions have {features.Captions.size(1)} features and long texts {longTexts.size(1)}. {Fix(path)}");
            scope.Detach(features.Captions);
            if (features.LongTexts is not null) scope.Detach(features.LongTexts);
            return features;
        }
        finally
        {
            foreach (var tensor in file.Tensors.Values) tensor.Dispose();
        }
    }

    /// <summary>Writes a feature file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path, IReadOnlyList<CaptionedImage> images)
    {
        var tensors = new Dictionary<string, Tensor> { [CaptionsName] = Captions };
        if (LongTexts is not null) tensors[LongName] = LongTexts;
        WeightsFile.Write(path, tensors, new Dictionary<string, string> { [DigestName] = Digest(images), ["model"] = Source });
    }

    /// <summary>Features of some of the images only, and of their captions.</summary>
    /// <param name="owners">For each caption the number of its image.</param>
    /// <param name="chosen">Numbers of images, in the new order.</param>
    public TextFeatures Select(IReadOnlyList<long> owners, IReadOnlyList<int> chosen)
    {
        using var scope = NewDisposeScope();
        var rows = Enumerable.Range(0, owners.Count).ToLookup(t => owners[t]);
        var texts = tensor(chosen.SelectMany(image => rows[image]).Select(t => (long)t).ToArray(), device: Captions.device);
        var images = tensor(chosen.Select(image => (long)image).ToArray(), device: Captions.device);
        return this with { Captions = scope.Detach(Captions.index_select(0, texts)), LongTexts = LongTexts is null ? null : scope.Detach(LongTexts.index_select(0, images)) };
    }

    /// <summary>The features on another device.</summary>
    public TextFeatures To(Device device) => this with { Captions = Captions.to(device, copy: true), LongTexts = LongTexts?.to(device, copy: true) };

    /// <inheritdoc/>
    public void Dispose()
    {
        Captions.Dispose();
        LongTexts?.Dispose();
    }

    /// <summary>SHA-256 of all captions, each ended by a line feed: what ties a feature file to its captions.</summary>
    internal static string Digest(IReadOnlyList<CaptionedImage> images) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(images.SelectMany(image => image.Captions).Select(caption => caption + "\n")))));

    private static string LongText(CaptionedImage image) => string.Join(' ', image.Captions);

    private static Tensor Checked(string path, string name, Tensor features, int rows)
    {
        if (features.ndim != 2 || features.size(0) != rows || features.size(1) == 0)
            throw new InvalidDataException($"{path}: '{name}' is [{string.Join(", ", features.shape)}] where [{rows}, D] is needed, a row a text. {Fix(path)}");
        if (!features.is_floating_point()) throw new InvalidDataException($"{path}: '{name}' has no real numbers but {features.dtype}. {Fix(path)}");
        var values = features.to(ScalarType.Float32, copy: true);
        return values.isfinite().all().item<bool>() ? values : throw new InvalidDataException($"{path}: '{name}' has values that are not finite. {Fix(path)}");
    }

    private static string Fix(string path) => $"Make it with: python3 data-scripts/clip_text_features.py CAPTIONS {path}";
}
