using Enn.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Tests.Data;

/// <summary>Transforms against their closed forms.</summary>
public class TransformsTests
{
    private const int Count = 40;

    private static Tensor Random(int channels, int side, int seed)
    {
        var bytes = new byte[Count * channels * side * side];
        new Random(seed).NextBytes(bytes);
        return tensor(bytes, [Count, channels, side, side], dtype: ScalarType.Byte);
    }

    private static Generator From(int seed) => new((ulong)seed);

    [Fact]
    public void Scale_divides_by_255()
    {
        var images = Random(1, 3, 1);
        Assert.Equal(images.data<byte>().ToArray().Select(pixel => pixel / 255f), Transforms.Scale(images, From(0)).data<float>().ToArray());
    }

    [Fact]
    public void Greyscale_rounds_as_PIL_does()
    {
        // Values of PIL's Image.convert("L") for the colours below.
        byte[] red = [255, 0, 0, 10, 200, 1, 255, 128], green = [0, 255, 0, 20, 100, 1, 255, 3], blue = [0, 0, 255, 30, 50, 0, 255, 77];
        byte[] grey = [76, 150, 29, 18, 124, 1, 255, 49];
        var images = tensor([.. red, .. green, .. blue], [1, 3, 2, 4], dtype: ScalarType.Byte);
        Assert.Equal(grey, Transforms.Greyscale(images, From(0)).data<byte>().ToArray());

        var many = Random(3, 32, 2);
        var expected = many.to_type(ScalarType.Float64).data<double>().ToArray();
        var got = Transforms.Greyscale(many, From(0)).data<byte>().ToArray();
        for (var i = 0; i < got.Length; i++)
        {
            var at = i / 1024 * 3072 + i % 1024;
            Assert.InRange(got[i] - (.299 * expected[at] + .587 * expected[at + 1024] + .114 * expected[at + 2048]), -0.502, 0.502);
        }
    }

    [Fact]
    public void Normalise_centres_and_scales_each_channel()
    {
        var images = Random(2, 2, 3).to_type(ScalarType.Float32);
        var got = Transforms.Normalise([1, 2], [4, 8])(images, From(0)).data<float>().ToArray();
        Assert.Equal(images.data<float>().ToArray().Select((x, i) => i / 4 % 2 == 0 ? (x - 1) / 4 : (x - 2) / 8), got);
    }

    [Fact]
    public void PadCrop_cuts_a_window_of_the_padded_image_at_every_offset()
    {
        const int side = 6, padding = 2;
        var images = Random(2, side, 4);
        var source = images.data<byte>().ToArray();
        var got = Transforms.PadCrop(padding)(images, From(9)).data<byte>().ToArray();
        byte At(int n, int c, int y, int x) => y is < 0 or >= side || x is < 0 or >= side ? (byte)0 : source[((n * 2 + c) * side + y) * side + x];
        var offsets = new HashSet<(int, int)>();
        for (var n = 0; n < Count; n++)
        {
            var fitting = from dy in Enumerable.Range(-padding, 2 * padding + 1)
                          from dx in Enumerable.Range(-padding, 2 * padding + 1)
                          where (from c in Enumerable.Range(0, 2) from y in Enumerable.Range(0, side) from x in Enumerable.Range(0, side) select (c, y, x))
                              .All(p => got[((n * 2 + p.c) * side + p.y) * side + p.x] == At(n, p.c, p.y + dy, p.x + dx))
                          select (dy, dx);
            offsets.Add(Assert.Single(fitting));
        }
        // 40 images over 25 offsets: rows and columns are drawn for each image, over the whole range.
        Assert.Equal(2 * padding + 1, offsets.Select(o => o.Item1).Distinct().Count());
        Assert.Equal(2 * padding + 1, offsets.Select(o => o.Item2).Distinct().Count());
        Assert.Equal(got, Transforms.PadCrop(padding)(images, From(9)).data<byte>().ToArray());
    }

    [Fact]
    public void CentreCrop_cuts_the_middle_and_rounds_half_to_even()
    {
        foreach (var (length, side, start) in new[] { (70, 64, 3), (7, 4, 2), (9, 4, 2), (6, 6, 0), (11, 4, 4) })
        {
            var images = Random(2, length, 6);
            Assert.Equal(images.narrow(2, start, side).narrow(3, start, side).data<byte>().ToArray(), Transforms.CentreCrop(side)(images, From(0)).data<byte>().ToArray());
        }
    }

    [Fact]
    public void Crop_cuts_a_window_inside_the_image_at_every_offset()
    {
        const int length = 6, side = 4;
        // Every pixel says where it is, so a window's corner says where it was cut.
        var places = arange(length * length, dtype: ScalarType.Byte).view(1, 1, length, length).expand(400, 2, length, length).contiguous();
        var got = Transforms.Crop(side)(places, From(5));
        Assert.Equal([400L, 2, side, side], got.shape);
        var pixels = got.data<byte>().ToArray();
        var offsets = new HashSet<int>();
        for (var n = 0; n < 400; n++)
        {
            var corner = pixels[n * 2 * side * side];
            offsets.Add(corner);
            for (var i = 0; i < 2 * side * side; i++) Assert.Equal(corner + i / side % side * length + i % side, pixels[n * 2 * side * side + i]);
        }
        Assert.Equal([0, 1, 2, 6, 7, 8, 12, 13, 14], offsets.Order());
    }

    [Fact]
    public void Resize_interpolates_between_pixel_centres_and_rounds()
    {
        foreach (var (from, to) in new[] { (32, 70), (5, 13), (4, 8) })
        {
            var images = Random(2, from, 7);
            var source = images.data<byte>().ToArray();
            var got = Transforms.Resize(to)(images, From(0)).data<byte>().ToArray();
            Assert.Equal(Count * 2 * to * to, got.Length);
            // A target's centre lies at (i + 1/2) from/to - 1/2 of the source; outside the outermost centres the edge counts.
            (int Low, int High, double Part) At(int i)
            {
                var place = Math.Max(0, (i + 0.5) * from / to - 0.5);
                var low = (int)place;
                return (low, Math.Min(low + 1, from - 1), place - low);
            }
            for (var i = 0; i < got.Length; i++)
            {
                var (image, y, x) = (i / (to * to), At(i / to % to), At(i % to));
                double Pixel(int row, int column) => source[(image * from + row) * from + column];
                var exact = (1 - y.Part) * ((1 - x.Part) * Pixel(y.Low, x.Low) + x.Part * Pixel(y.Low, x.High)) + y.Part * ((1 - x.Part) * Pixel(y.High, x.Low) + x.Part * Pixel(y.High, x.High));
                // Two roundings, as in PIL: of the columns, then of the rows.
                Assert.InRange(got[i] - exact, -1.0001, 1.0001);
            }
        }
    }

    [Fact]
    public void Flip_mirrors_about_half_of_the_images()
    {
        var images = Random(1, 5, 5);
        var source = images.data<byte>().ToArray();
        var got = Transforms.Flip(images, From(11)).data<byte>().ToArray();
        var flipped = 0;
        for (var n = 0; n < Count; n++)
        {
            var rows = Enumerable.Range(5 * n, 5).Select(row => (Before: source[(5 * row)..(5 * row + 5)], After: got[(5 * row)..(5 * row + 5)])).ToList();
            if (rows.All(row => row.After.SequenceEqual(row.Before.Reverse()))) flipped++;
            else Assert.All(rows, row => Assert.Equal(row.Before, row.After));
        }
        Assert.InRange(flipped, 10, 30);
    }

    [Fact]
    public void Bytes_in_the_CPUs_memory_and_other_tensors_are_cut_and_mirrored_alike()
    {
        var images = Random(3, 9, 21);
        long[] tops = [.. Enumerable.Range(0, Count).Select(i => i % 8L)], lefts = [.. Enumerable.Range(0, Count).Select(i => i % 6L)];
        bool[] which = [.. Enumerable.Range(0, Count).Select(i => i % 3 == 0)];
        // Anything but bytes takes the way of other devices.
        var other = images.to_type(ScalarType.Int16);
        Assert.Equal(ImageBatch.Windows(other, 3, tops, lefts, 7, 10).to_type(ScalarType.Byte).data<byte>().ToArray(), ImageBatch.Windows(images, 3, tops, lefts, 7, 10).data<byte>().ToArray());
        Assert.Equal(ImageBatch.Windows(other, 0, [.. tops.Select(t => t % 3)], [.. lefts.Select(t => t % 4)], 7, 6).to_type(ScalarType.Byte).data<byte>().ToArray(),
            ImageBatch.Windows(images, 0, [.. tops.Select(t => t % 3)], [.. lefts.Select(t => t % 4)], 7, 6).data<byte>().ToArray());
        Assert.Equal(ImageBatch.Mirror(other, which).to_type(ScalarType.Byte).data<byte>().ToArray(), ImageBatch.Mirror(images, which).data<byte>().ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageBatch.Windows(images, 3, [.. Enumerable.Repeat(9L, Count)], lefts, 7, 10));
    }

    [Fact]
    public void Random_transforms_depend_on_the_generator_alone()
    {
        var images = Random(3, 12, 22);
        foreach (var transform in new[] { Transforms.Rotation(30), Transforms.Rotation(180, bilinear: true), Transforms.RandomResizedCrop(8), Transforms.Flip, Transforms.PadCrop(2), Transforms.Crop(7) })
        {
            var first = transform(images, From(4)).data<byte>().ToArray();
            manual_seed(7);
            Assert.Equal(first, transform(images, From(4)).data<byte>().ToArray());
            Assert.NotEqual(first, transform(images, From(5)).data<byte>().ToArray());
        }
    }

    [Fact]
    public void Resizing_averages_what_it_leaves_out()
    {
        // PIL's Image.resize of the ramp below to 3 x 2, bilinear and bicubic.
        byte[] ramp = [.. Enumerable.Range(0, 7 * 5).Select(i => (byte)(i * i % 251))];
        var image = tensor(ramp, [1, 1, 5, 7], dtype: ScalarType.Byte);
        Assert.Equal(new byte[] { 72, 61, 104, 138, 97, 138 }, ImageBatch.Resize(image, 2, 3).data<byte>().ToArray());
        Assert.Equal(new byte[] { 69, 53, 104, 144, 92, 143 }, ImageBatch.Resize(image, 2, 3, Filter.Bicubic).data<byte>().ToArray());
    }
}
