using Enn.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Tests.Data.Images;

/// <summary>Folders of images, and batches decoded ahead of whoever reads them.</summary>
public sealed class FileBatchesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // Seven files in three classes; "b" has a folder within it, and a file that is no image.
    public FileBatchesTests()
    {
        foreach (var file in new[] { "b/2.png", "b/10.jpg", "b/deep/1.JPEG", "a/x.jpg", "a/y.png", "c/z.png", "c/w.jpg" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[file])!);
            File.WriteAllBytes(_folder[file], ImageFileTests.Bytes(file.EndsWith("png", StringComparison.Ordinal) ? ImageFileTests.Png : ImageFileTests.Jpeg));
        }
        File.WriteAllText(_folder["b/notes.txt"], "");
    }

    public void Dispose() => _folder.Dispose();

    private FileBatches Stream(int threads = 2, int prefetch = 2, Framing? framing = null) =>
        new(new ImageFolder(_folder.Path).Samples, 2, framing ?? Framings.RandomResizedCrop(8)) { Shuffle = true, Seed = 3, Threads = threads, Prefetch = prefetch, Transforms = [Transforms.Flip, Transforms.Scale] };

    private static List<(float[] Pixels, long[] Labels)> All(FileBatches stream, int epoch) =>
        [.. stream.Epoch(epoch).Select(batch => (batch.Inputs.data<float>().ToArray(), batch.Labels.data<long>().ToArray()))];

    [Fact]
    public void A_folder_is_listed_in_the_order_of_classes_and_names()
    {
        var folder = new ImageFolder(_folder.Path);
        Assert.Equal(["a", "b", "c"], folder.Classes);
        Assert.Equal(["a/x.jpg", "a/y.png", "b/10.jpg", "b/2.png", "b/deep/1.JPEG", "c/w.jpg", "c/z.png"], folder.Samples.Select(sample => Path.GetRelativePath(_folder.Path, sample.Path)));
        Assert.Equal([0, 0, 1, 1, 1, 2, 2], folder.Samples.Select(sample => sample.Label));
        Assert.Contains("class folders", Assert.Throws<DataMissingException>(() => new ImageFolder(_folder["none"])).Message);
        Directory.CreateDirectory(_folder["d"]);
        Assert.Contains("a class without images", Assert.Throws<InvalidDataException>(() => new ImageFolder(_folder.Path)).Message);
    }

    [VipsFact]
    public void Batches_depend_on_seed_and_epoch_alone()
    {
        var first = All(Stream(), 1);
        Assert.Equal([2, 2, 2, 1], first.Select(batch => batch.Labels.Length));
        foreach (var (threads, prefetch) in new[] { (1, 1), (5, 3), (3, 20) })
            Assert.Equal(first.SelectMany(batch => batch.Pixels), All(Stream(threads, prefetch), 1).SelectMany(batch => batch.Pixels));
        var other = All(Stream(), 2);
        Assert.Equal([0L, 0, 1, 1, 1, 2, 2], other.SelectMany(batch => batch.Labels).Order());
        Assert.NotEqual(first.SelectMany(batch => batch.Pixels), other.SelectMany(batch => batch.Pixels));
    }

    [VipsFact]
    public void All_at_once_are_the_batches_in_the_samples_order_without_transforms()
    {
        var samples = new ImageFolder(_folder.Path).Samples;
        var framing = Framings.Resize(8, 8);
        var expected = new FileBatches(samples, 2, framing).Epoch(0).SelectMany(batch => batch.Inputs.data<byte>().ToArray()).ToArray();
        using var all = new FileBatches(samples, 3, framing) { Shuffle = true, DropLast = true, Transforms = [Transforms.Scale] }.All();
        Assert.Equal([7, 3, 8, 8], all.shape);
        Assert.Equal(expected, all.data<byte>().ToArray());
        File.WriteAllText(_folder["c/z.png"], "no image");
        Assert.Contains("z.png", Assert.Throws<InvalidDataException>(() => new FileBatches(samples, 3, framing).All()).Message);
    }

    [Fact]
    public void No_more_batches_are_made_ahead_than_allowed()
    {
        var (made, dropped) = (0, 0);
        using (var ahead = new Ahead<int>(50, 4, 3, number => { Interlocked.Increment(ref made); return number; }, _ => Interlocked.Increment(ref dropped)))
        {
            var read = 0;
            ahead.Start();
            foreach (var number in ahead.Results())
            {
                Assert.Equal(read, number);
                Thread.Sleep(2);
                Assert.InRange(Volatile.Read(ref made), read, read + 3);
                if (++read == 20) break;
            }
        }
        Assert.InRange(made, 20, 23);
        Assert.Equal(made, dropped);
    }

    [Fact]
    public void Threads_prepare_themselves_before_the_start_is_over()
    {
        var prepared = 0;
        using var ahead = new Ahead<int>(50, 4, 3, number => number, _ => { }, () =>
        {
            Thread.Sleep(5);
            Interlocked.Increment(ref prepared);
        });
        ahead.Start();
        Assert.Equal(4, prepared);
        Assert.Equal(Enumerable.Range(0, 50), ahead.Results());
    }

    [VipsFact]
    public void The_readers_operators_keep_their_threads()
    {
        var before = get_num_threads();
        try
        {
            set_num_threads(before + 1);
            All(Stream(), 0);
            Assert.Equal(before + 1, get_num_threads());
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [VipsFact]
    public void A_damaged_file_is_named_after_the_batches_before_it()
    {
        File.WriteAllBytes(_folder["b/2.png"], ImageFileTests.Bytes(ImageFileTests.Png)[..60]);
        var stream = new FileBatches(new ImageFolder(_folder.Path).Samples, 2, Framings.Resize(4, 4));
        var read = 0;
        var error = Assert.Throws<InvalidDataException>(() => { foreach (var _ in stream.Epoch(0)) read++; });
        Assert.Equal(1, read);
        Assert.StartsWith(_folder["b/2.png"] + ": at byte ", error.Message);
    }

    [Fact]
    public void Random_views_lie_in_the_image()
    {
        var random = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            var (height, width) = (random.Next(1, 300), random.Next(1, 300));
            var box = Framings.RandomBox(height, width, 0.08, 1, random);
            Assert.True(box.Height > 0 && box.Width > 0 && box.Top >= 0 && box.Left >= 0 && box.Top + box.Height <= height && box.Left + box.Width <= width, $"{box} of {height} x {width}");
        }
    }
}
