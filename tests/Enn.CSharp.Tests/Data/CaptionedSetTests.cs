using Enn.Data.Captions;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Tests.Data;

/// <summary>Sets of images with captions: drawn ones, photographs, and what can be wrong.</summary>
public class CaptionedSetTests
{
    [Fact]
    public void Drawn_scenes_follow_from_their_seed_and_are_all_different()
    {
        using var set = SyntheticCaptions.Make(300, 1);
        using var again = SyntheticCaptions.Make(300, 1);
        using var other = SyntheticCaptions.Make(300, 2);
        Assert.True(set.Images.eq(again.Images).all().item<bool>());
        Assert.Equal(set.Captions, again.Captions);
        Assert.NotEqual(set.Captions, other.Captions);
        Assert.Equal([300, 3, SyntheticCaptions.Side, SyntheticCaptions.Side], set.Images.shape);
        Assert.All(set.Items, item => Assert.Equal(SyntheticCaptions.CaptionsPerImage, item.Captions.Count));
        Assert.Equal(300, set.Items.Select(item => string.Join('\n', item.Captions)).Distinct().Count());
        Assert.Equal([0, 0, 0, 0, 0, 1], set.Owners.Take(6));
        using var part = set.Select([7, 2]);
        Assert.Equal(set.Items[7].Captions.Concat(set.Items[2].Captions), part.Captions);
        Assert.True(part.Images[1].eq(set.Images[2]).all().item<bool>());
    }

    [Fact]
    public void Images_and_captions_that_do_not_belong_together_are_refused()
    {
        using var files = new TemporaryFolder();
        void Refused(string reason, params CaptionedImage[] items)
        {
            var error = Assert.Throws<InvalidDataException>(() => CaptionedSet.Read("set", files.Path, "captions.txt", items, 8));
            Assert.All(["captions.txt", reason], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        }
        Refused("no captions");
        Refused("a.jpg has no caption. Add one", new CaptionedImage("a.jpg", []));
        Refused("a.jpg is not in", new CaptionedImage("a.jpg", ["a dog"]));
        File.WriteAllText(files["a.jpg"], "not a picture");
        Assert.Contains("a.jpg", Assert.Throws<InvalidDataException>(() => CaptionedSet.Read("set", files.Path, "captions.txt", [new("a.jpg", ["a dog"])], 8)).Message, StringComparison.Ordinal);
    }

    [CatalogueFact(Flickr8kSample.Name)]
    public void Photographs_have_five_captions_each()
    {
        using var set = Flickr8kSample.Load(16);
        Assert.Equal([1000, 3, 16, 16], set.Images.shape);
        Assert.All(set.Items, item => Assert.Equal(5, item.Captions.Count));
        // Decoded pictures, in the captions' order: no two are alike.
        Assert.True(set.Images.to(ScalarType.Float32).std().ToDouble() > 20);
        Assert.False(set.Images[0].eq(set.Images[1]).all().item<bool>());
    }
}
