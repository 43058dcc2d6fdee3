using System.Diagnostics;
using Enn.CSharp.Tests.NonNegative;
using Enn.Data;
using Enn.Data.Captions;
using Enn.Data.Weights;
using Enn.Eigen;
using Enn.Tests;
using Enn.Tests.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eigen.Retrieval;

/// <summary>Features of texts: n-grams, and files with what can be wrong in them; batches of pairs.</summary>
public class TextFeatureTests
{
    private static readonly CaptionedImage[] _images = [new("a.jpg", ["A dog runs.", "A brown dog"]), new("b.jpg", ["Two people"])];

    [Fact]
    public void N_grams_see_letters_and_ends_of_words_but_not_case_or_spaces()
    {
        var features = new HashedNgrams(512).Of(["A dog runs", " a  DOG\truns ", "a dog run", "zyx wvu", ""]);
        Near.Exactly(features[0], features[1]);
        Near.Within(1e-6, tensor(new[] { 1f, 1, 1, 1, 0 }), features.norm(1));
        double Cosine(int i, int j) => (features[i] * features[j]).sum().ToDouble();
        Assert.True(Cosine(0, 2) is > 0.6 and < 0.99 && Math.Abs(Cosine(0, 3)) < 0.3, $"{Cosine(0, 2)} {Cosine(0, 3)}");
        Assert.Throws<ArgumentException>(() => new HashedNgrams(0).Of(["a"]));
        Assert.Throws<ArgumentException>(() => new HashedNgrams(8, 4, 3).Of(["a"]));
    }

    [Fact]
    public void N_grams_are_the_same_on_every_machine()
    {
        var nonzero = new HashedNgrams(1000, 3, 3).Of(["a b"]).nonzero().select(1, 1).contiguous().data<long>().ToArray();
        Assert.Equal([36, 432, 462], nonzero);
    }

    [Fact]
    public void Captions_are_told_by_the_digest_that_the_script_writes() =>
        Assert.Equal("b6705f402d09c8698d7685dc65d8c5d9f34dcf1daeae0467c3e11ffe81004cd0", TextFeatures.Digest(_images));

    // Models that stand in for CLIP's: first tokens that know nothing of the text, and pooled outputs (of the end-of-text token) that have seen all of it.
    private const string StandIns = """
        import contextlib, sys, types
        sys.path.insert(0, sys.argv[1])
        import clip_text_features as script
        class Values(list):
            def float(self): return self
            def cpu(self): return self
        class Tokens(dict):
            def to(self, device): return self
        class Model:
            config = types.SimpleNamespace(max_position_embeddings=77)
            def __call__(self, input_ids, attention_mask):
                return types.SimpleNamespace(last_hidden_state=Values([0] for _ in input_ids), pooler_output=Values(input_ids))
        sys.modules["torch"] = types.SimpleNamespace(no_grad=contextlib.nullcontext, cat=lambda parts: sum(parts, []))
        tokenize = lambda texts, **options: Tokens(input_ids=[len(text) for text in texts], attention_mask=None)
        print(script.embed(["a", "dog", "runs"], tokenize, Model(), 2, "cpu"))
        for path in sys.argv[2:]: print(script.digest(script.read_captions(path)))
        """;

    [PythonFact]
    public void The_script_takes_the_token_that_has_seen_the_text_and_reads_captions_as_the_library_does()
    {
        using var files = new TemporaryFolder();
        (string Name, byte[] Content)[] samples = [("comma.txt", Samples.FlickrCommas()), ("bar.csv", Samples.FlickrBars()), ("tab.token", Samples.FlickrTabs()), ("coco.json", Samples.Coco())];
        foreach (var (name, content) in samples) File.WriteAllBytes(files[name], content);
        var start = new ProcessStartInfo(PythonFactAttribute.Python, ["-c", StandIns, Path.Combine(ProjectFolder.Root, "data-scripts"), .. samples.Select(sample => files[sample.Name])])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1" },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        Assert.Equal("[1, 3, 4]", lines[0]);
        Assert.Equal(samples.Select(sample => TextFeatures.Digest(sample.Name.EndsWith("json", StringComparison.Ordinal) ? CocoCaptions.Read(files[sample.Name]) : FlickrCaptions.Read(files[sample.Name]))), lines[1..]);
    }

    [Fact]
    public void A_file_gives_back_what_was_written()
    {
        using var files = new TemporaryFolder();
        using var written = TextFeatures.Of(_images, new HashedNgrams(16));
        written.Write(files["f.safetensors"], _images);
        using var read = TextFeatures.Read(files["f.safetensors"], _images);
        Near.Exactly(written.Captions, read.Captions);
        Near.Exactly(written.LongTexts!, read.LongTexts!);
        Assert.Equal([3, 16], read.Captions.shape);
        Assert.Equal([2, 16], read.LongTexts!.shape);
        using var second = read.Select([0, 0, 1], [1, 0]);
        Near.Exactly(second.Captions, read.Captions.index_select(0, tensor(new[] { 2L, 0, 1 })));
        Near.Exactly(second.LongTexts!, read.LongTexts.flip(0));
    }

    [Fact]
    public void A_wrong_file_is_refused_with_its_name_and_the_fix()
    {
        using var files = new TemporaryFolder();
        var path = files["features.safetensors"];
        void Refused(string reason)
        {
            var error = Assert.ThrowsAny<IOException>(() => TextFeatures.Read(path, _images));
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Contains("clip_text_features.py", error.Message, StringComparison.Ordinal);
        }
        void Holding(params (string Name, Tensor Value)[] tensors) => WeightsFile.Write(path, tensors.ToDictionary(t => t.Name, t => t.Value));
        Refused("no such file");
        Holding(("texts", ones(3, 4)));
        RefusedData("no tensor 'captions' but texts");
        Holding(("captions", ones(4, 4)));
        RefusedData("[4, 4] where [3, D]");
        Holding(("captions", ones(3)));
        RefusedData("[3] where");
        Holding(("captions", ones(3, 4)), ("long", ones(3, 4)));
        RefusedData("'long' is [3, 4] where [2, D]");
        Holding(("captions", ones(3, 4)), ("long", ones(2, 5)));
        RefusedData("4 features and long texts 5");
        Holding(("captions", ones(3, 4, dtype: ScalarType.Int64)));
        RefusedData("no real numbers");
        Holding(("captions", ones(3, 4) / 0));
        RefusedData("not finite");
        using (var features = TextFeatures.Of(_images, new HashedNgrams(8))) features.Write(path, [.. _images.Reverse()]);
        RefusedData("other captions");
        File.WriteAllBytes(path, [.. File.ReadAllBytes(path).Take(60)]);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => TextFeatures.Read(path, _images)).Message, StringComparison.Ordinal);

        void RefusedData(string reason)
        {
            var error = Assert.Throws<InvalidDataException>(() => TextFeatures.Read(path, _images));
            Assert.All([path, reason, "clip_text_features.py"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void An_epoch_has_each_image_once_with_a_caption_of_its_own_drawn_anew()
    {
        using var set = SyntheticCaptions.Make(23, 1);
        using var texts = TextFeatures.Of(set.Items, new HashedNgrams(64));
        var pairs = new PairBatches(set.Images, set.Owners, texts, 5, 3, [Transforms.Scale], [Transforms.Scale]);
        Assert.Equal(4, pairs.Count);
        static int Row(Tensor of, Tensor row) => (int)of.eq(row).flatten(1).all(1).nonzero()[0, 0].item<long>();
        List<(int Image, int Text)> Epoch(PairBatches source, int epoch) => [.. source.Epoch(epoch).SelectMany(batch => Enumerable.Range(0, 5).Select(i =>
        {
            Assert.Equal(Row(texts.LongTexts!, batch.LongTexts![i]), Row(set.Images, (batch.Images[i] * 255).round().to(ScalarType.Byte)));
            return (Row(set.Images, (batch.Images[i] * 255).round().to(ScalarType.Byte)), Row(texts.Captions, batch.Captions[i]));
        }).ToList())];
        var (first, second) = (Epoch(pairs, 0), Epoch(pairs, 1));
        Assert.Equal(20, first.Select(p => p.Image).Distinct().Count());
        Assert.All(first, p => Assert.Equal(p.Image, set.Owners[p.Text]));
        Assert.NotEqual(first, second);
        Assert.True(first.Concat(second).Select(p => p.Text % 5).Distinct().Count() > 2);
        Assert.Equal(second, Epoch(new PairBatches(set.Images, set.Owners, texts, 5, 3, [Transforms.Scale], [Transforms.Scale]), 1));
        Assert.Throws<ArgumentException>(() => new PairBatches(set.Images, set.Owners, texts, 24, 3, [], []));
        Assert.Throws<ArgumentException>(() => new PairBatches(set.Images, [.. set.Owners.Skip(1)], texts, 5, 3, [], []));
        Assert.Contains("long texts", Assert.Throws<ArgumentException>(() => new PairBatches(set.Images, set.Owners, texts with { LongTexts = ones(3, 64) }, 5, 3, [], [])).Message, StringComparison.Ordinal);
    }
}
