using Enn.Data;
using Enn.Data.Captions;
using TorchSharp;

namespace Enn.Tests.Data;

/// <summary>What the readers make of small files.</summary>
public sealed class ReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string File(byte[] bytes)
    {
        System.IO.File.WriteAllBytes(_folder["file"], bytes);
        return _folder["file"];
    }

    [Fact]
    public void CIFARs_releases_hold_the_same()
    {
        byte[] pixels = [.. Samples.Pixels(3072, 1), .. Samples.Pixels(3072, 2)];
        foreach (var (bytes, read) in new (byte[], Func<string, ImageSet>)[]
        {
            (Samples.CifarBinary(1), path => Cifar10.Read([path])), (Samples.CifarPickle("labels"), path => Cifar10.ReadPickles([path])),
            (Samples.CifarBinary(2), Cifar100.Read), (Samples.CifarPickle("fine_labels"), Cifar100.ReadPickle),
        })
        {
            using var set = read(File(bytes));
            Assert.Equal([2, 3, 32, 32], set.Images.shape);
            Assert.Equal(pixels, set.Images.bytes.ToArray());
            Assert.Equal([7, 2], set.Labels.data<long>().ToArray());
        }
    }

    [Fact]
    public void A_pickled_batch_of_another_kind_is_refused()
    {
        var error = Assert.Throws<InvalidDataException>(() => Cifar100.ReadPickle(File(Samples.CifarPickle("labels"))));
        Assert.Contains("there is no entry 'fine_labels'", error.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SVHNs_columns_become_rows_and_label_ten_the_digit_nought(bool compressed)
    {
        using var set = Svhn.Read(File(Samples.Svhn(compressed)));
        Assert.Equal([2, 3, 32, 32], set.Images.shape);
        Assert.Equal([0, 3], set.Labels.data<long>().ToArray());
        var pixels = set.Images.bytes.ToArray();
        for (var i = 0; i < pixels.Length; i++) Assert.Equal(i / 32 % 32 + 100 * (i / 3072), pixels[i]);
    }

    [Theory]
    [InlineData("1 2.5 -3e-1 .5\n\n4 5. 6E+1 0.000000000000000000001\r\n  7\t8 9 123456789012345678901234  ")]
    public void Numbers_are_read_in_every_spelling(string text)
    {
        var rows = new List<float[]>();
        var count = AmatFile.Read(File(System.Text.Encoding.ASCII.GetBytes(text)), 4, (row, numbers) =>
        {
            Assert.Equal(rows.Count, row);
            rows.Add(numbers.ToArray());
            return null;
        });
        Assert.Equal(3, count);
        Assert.Equal([[1, 2.5f, -.3f, .5f], [4, 5, 60, 1e-21f], [7, 8, 9, 123456789012345678901234f]], rows);
    }

    [Theory]
    [InlineData("1 2\n3\n", "at byte 4: line 2: 1 numbers")]
    [InlineData("1 2 3\n", "at byte 4: line 1: more than 2")]
    [InlineData("1 x\n", "at byte 2: line 1: something")]
    [InlineData("1 1e\n", "at byte 2: line 1: something")]
    [InlineData("1 1e999\n", "at byte 2: line 1: something")]
    [InlineData("1 nan\n", "at byte 2: line 1: something")]
    [InlineData("1 -\n", "at byte 2: line 1: something")]
    [InlineData("1 9\n", "at byte 0: line 1: nine")]
    public void A_wrong_line_is_refused_with_its_place(string text, string reason)
    {
        var path = File(System.Text.Encoding.ASCII.GetBytes(text));
        var error = Assert.Throws<InvalidDataException>(() => AmatFile.Read(path, 2, (_, numbers) => numbers[1] == 9 ? "nine" : null));
        Assert.StartsWith($"{path}: {reason}", error.Message);
    }

    [Fact]
    public void Numbers_round_trip_through_text_over_many_blocks()
    {
        var random = new Random(3);
        var values = Enumerable.Range(0, 20_000).Select(i => i % 5 == 0 ? 0f : (float)random.NextDouble()).ToArray();
        var text = string.Concat(values.Chunk(10).Select(row => string.Join(' ', row.Select(v => v.ToString("G9"))) + new string(' ', 300) + "\n"));
        var got = new List<float>();
        AmatFile.Read(File(System.Text.Encoding.ASCII.GetBytes(text)), 10, (_, numbers) =>
        {
            got.AddRange(numbers);
            return null;
        });
        Assert.Equal(values, got);
    }

    [Fact]
    public void MNIST_rot_becomes_bytes()
    {
        using var set = MnistRot.Read(File(Samples.Amat()));
        Assert.Equal([2, 1, 28, 28], set.Images.shape);
        Assert.Equal([3, 9], set.Labels.data<long>().ToArray());
        var pixels = set.Images.bytes.ToArray();
        Assert.Equal(255, pixels[0]);
        Assert.Equal((byte)Math.Round(777 / 784.0 * 255), pixels[777]);
        Assert.Equal(255, pixels[784 + 1]);
    }

    [Fact]
    public void Every_layout_of_captions_is_read()
    {
        var commas = FlickrCaptions.Read(File(Samples.FlickrCommas()));
        Assert.Equal(["a.jpg", "b.jpg"], commas.Select(image => image.File));
        Assert.Equal(["A dog runs .", "Two dogs, \"Rex\" and another ."], commas[0].Captions);
        Assert.Equal(["Eine Straße"], commas[1].Captions);
        var bars = FlickrCaptions.Read(File(Samples.FlickrBars()));
        Assert.Equal(["A dog | runs .", "A dog runs across the grass ."], bars[0].Captions);
        Assert.Equal(["A dog runs .", "A dog, running ."], FlickrCaptions.Read(File(Samples.FlickrTabs()))[0].Captions);
        var coco = CocoCaptions.Read(File(Samples.Coco()));
        Assert.Equal(["000000000007.jpg", "000000000009.jpg"], coco.Select(image => image.File));
        Assert.Equal(["A cat.", "Une rueé"], coco[1].Captions);
    }

    [Theory]
    [InlineData("image,caption\n../a.jpg,A dog\n", "at byte 14: line 2: there is no image's file name")]
    [InlineData("image,caption\na.jpg,\"A dog\n", "at byte 14: line 2: a quoted caption")]
    [InlineData("image,caption\na.jpg\n", "at byte 14: line 2: there is no comma")]
    [InlineData("a.jpg A dog\n", "at byte 0: line 1: neither a header")]
    public void A_wrong_caption_is_refused_with_its_place(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => FlickrCaptions.Read(File(System.Text.Encoding.UTF8.GetBytes(text)))).Message);

    [Fact]
    public void Tiny_ImageNets_validation_images_have_the_numbers_of_sorted_classes()
    {
        var classes = TinyImageNet.Classes(File(Samples.Wnids()));
        Assert.Equal(["n01443537", "n02124075"], classes);
        Assert.Equal([("val_0.JPEG", 1), ("val_1.JPEG", 0)], TinyImageNet.Validation(File(Samples.TinyAnnotations()), classes));
    }

    [RealDataFact(Cifar10.Name)]
    public void CIFAR10_is_in_memory_once()
    {
        using var data = Cifar10.Load();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Cifar10.Load().Dispose();
        // Labels as bytes and integers, a block of records, the tensors' shells: no second copy of the pixels.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, data.Train.Images.numel() / 10);
    }

    [RealDataFact(MnistRot.Name)]
    public void MNIST_rot_is_whole()
    {
        using var data = MnistRot.Load();
        Assert.Equal((12_000, 50_000), (data.Train.Count, data.Test.Count));
    }

    [RealDataFact(Cifar100.Name)]
    public void CIFAR100_is_whole()
    {
        using var data = Cifar100.Load();
        Assert.Equal((50_000, 10_000), (data.Train.Count, data.Test.Count));
        Assert.Equal(100, data.Test.Labels.eq(99).sum().item<long>());
    }

    [RealDataFact(Svhn.Name)]
    public void SVHN_is_whole()
    {
        using var data = Svhn.Load();
        Assert.Equal((73_257, 26_032), (data.Train.Count, data.Test.Count));
    }
}
