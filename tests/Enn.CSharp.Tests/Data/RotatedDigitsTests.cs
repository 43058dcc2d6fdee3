using Enn.Data;
using Enn.Data.Splits;
using TorchSharp;

namespace Enn.Tests.Data;

/// <summary>The generator of rotated sets.</summary>
public class RotatedDigitsTests
{
    [Theory]
    [InlineData(28)]
    [InlineData(7)]
    public void Quarter_turns_only_move_pixels(int side)
    {
        var source = Samples.Pixels(side * side);
        var (once, again) = (new byte[side * side], new byte[side * side]);
        RotatedDigits.Turn(source, side, once, side, 90);
        for (var row = 0; row < side; row++)
            for (var column = 0; column < side; column++) Assert.Equal(source[column * side + side - 1 - row], once[row * side + column]);
        var expected = source;
        for (var turn = 0; turn <= 4; turn++)
        {
            RotatedDigits.Turn(source, side, again, side, 90 * turn);
            Assert.Equal(expected, again);
            RotatedDigits.Turn(expected, side, once, side, 90);
            expected = [.. once];
        }
    }

    [Fact]
    public void A_larger_frame_keeps_the_image_in_its_middle()
    {
        var source = Samples.Pixels(28 * 28);
        var frame = new byte[40 * 40];
        RotatedDigits.Turn(source, 28, frame, 40, 0);
        for (var row = 0; row < 40; row++)
            for (var column = 0; column < 40; column++)
                Assert.Equal(row is >= 6 and < 34 && column is >= 6 and < 34 ? source[(row - 6) * 28 + column - 6] : 0, frame[row * 40 + column]);
    }

    [Fact]
    public void There_and_back_gives_a_smooth_image_again()
    {
        var source = Enumerable.Range(0, 28 * 28).Select(i => (byte)(255 * Math.Exp(-(Math.Pow(i / 28 - 12, 2) + Math.Pow(i % 28 - 15, 2)) / 30))).ToArray();
        var (there, back) = (new byte[28 * 28], new byte[28 * 28]);
        RotatedDigits.Turn(source, 28, there, 28, 37.5);
        RotatedDigits.Turn(there, 28, back, 28, -37.5);
        Assert.InRange(source.Zip(back).Max(pair => Math.Abs(pair.First - pair.Second)), 0, 12);
        Assert.InRange(there.Sum(pixel => pixel) / (double)source.Sum(pixel => pixel), .99, 1.01);
    }

    [Fact]
    public void Angles_are_uniform()
    {
        var angles = Enumerable.Range(0, 20_000).Select(i => RotatedDigits.Angle(5, i) / 360).Order().ToArray();
        // Kolmogorov and Smirnov: 1.95 / sqrt(n) at the level of one in a thousand.
        Assert.InRange(angles.Select((angle, i) => Math.Abs(angle - (i + .5) / angles.Length)).Max(), 0, 1.95 / Math.Sqrt(angles.Length));
    }

    [Fact]
    public void A_set_is_reproducible_and_keeps_images_and_labels_together()
    {
        using var source = FashionMnist.Load();
        using var made = RotatedDigits.Make("made", source, seed: 3, uprightTraining: true);
        using var again = RotatedDigits.Make("made", source, seed: 3);
        Assert.Equal((12_000, 50_000), (made.Train.Count, made.Test.Count));
        Assert.Equal(made.Test.Images.bytes, again.Test.Images.bytes);
        Assert.NotEqual(RotatedDigits.Angle(3, 0), RotatedDigits.Angle(4, 0));
        // The upright images are images of the source, each once, with their labels.
        var known = source.Train.Images.bytes.ToArray().Chunk(784).Concat(source.Test.Images.bytes.ToArray().Chunk(784)).Zip(Subsets.LabelsOf(source.Train).Concat(Subsets.LabelsOf(source.Test)))
            .GroupBy(pair => Convert.ToBase64String(pair.First)).ToDictionary(group => group.Key, group => group.Select(pair => pair.Second).ToList());
        var labels = Subsets.LabelsOf(made.Train);
        Assert.All(made.Train.Images.bytes.ToArray().Chunk(784).Take(2_000).Select((image, i) => (image, i)), pair => Assert.Contains(labels[pair.i], known[Convert.ToBase64String(pair.image)]));
        var turned = new byte[784];
        RotatedDigits.Turn(made.Train.Images[77].bytes, 28, turned, 28, RotatedDigits.Angle(3, 77));
        Assert.Equal(turned, again.Train.Images[77].bytes.ToArray());
    }
}
