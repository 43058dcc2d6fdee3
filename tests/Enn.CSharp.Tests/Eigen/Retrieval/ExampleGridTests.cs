using Enn.CSharp.Tests.NonNegative;
using Enn.Data.Captions;
using Enn.Eigen;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eigen.Retrieval;

/// <summary>Examples of a retrieval.</summary>
public class ExampleGridTests
{
    [Fact]
    public void Examples_are_ordered_by_score_and_framed_by_truth()
    {
        using var set = SyntheticCaptions.Make(3, 1);
        // Captions of image i lie on axis i, except the first of image 0, which lies on axis 2.
        var texts = eye(3).repeat_interleave(5, 0);
        texts[0].copy_(tensor(new[] { 0f, 0.6f, 0.8f }));
        var found = ExampleGrid.ImagesOf(eye(3), texts, set.Owners, [0, 7], 2);
        Assert.Equal([2, 1], found[0].Found);
        Assert.Equal([false, false], found[0].Right);
        Assert.Equal((1, true, false), (found[1].Found[0], found[1].Right[0], found[1].Right[1]));
        using var picture = ExampleGrid.Picture(set, found);
        const int Cell = SyntheticCaptions.Side + 4;
        Assert.Equal([3, 2 * Cell, 2 * Cell], picture.shape);
        Near.Exactly(set.Images[2], picture.narrow(1, 2, SyntheticCaptions.Side).narrow(2, 2, SyntheticCaptions.Side));
        Assert.True(picture[0, 0, 0].ToInt32() > picture[1, 0, 0].ToInt32());
        Assert.True(picture[0, Cell, 0].ToInt32() < picture[1, Cell, 0].ToInt32());

        var captions = ExampleGrid.CaptionsOf(eye(3), texts, set.Owners, [2], 6);
        Assert.Equal([10, 11, 12, 13, 14], captions[0].Found.Take(5).Order());
        Assert.Equal([true, true, true, true, true, false], captions[0].Right);
        var text = ExampleGrid.Text(set, captions);
        Assert.Contains("scene-2", text, StringComparison.Ordinal);
        Assert.Contains($"6. wrong: {set.Captions[0]}", text, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ExampleGrid.Picture(set, []));
    }
}
