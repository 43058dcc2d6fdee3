using Enn.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Tests.Data;

/// <summary>Order and cutting of batches.</summary>
public class BatchesTests
{
    // Image i has all pixels i and label i % 10.
    private static ImageSet Numbered(int count) => ImageSet.FromBytes(
        [.. Enumerable.Range(0, count).SelectMany(i => Enumerable.Repeat((byte)i, 4))], [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))], 1, 2, 2);

    private static List<byte> Order(Batches batches, int epoch) =>
        [.. batches.Epoch(epoch).SelectMany(batch => batch.Inputs.narrow(2, 0, 1).narrow(3, 0, 1).reshape(-1).data<byte>().ToArray())];

    [Fact]
    public void Without_shuffling_the_order_is_the_files()
    {
        using var set = Numbered(23);
        Assert.Equal(Enumerable.Range(0, 23).Select(i => (byte)i), Order(new Batches(set, 5), 3));
    }

    [Theory]
    [InlineData(false, 5, 23)]
    [InlineData(true, 4, 20)]
    public void The_last_smaller_batch_is_kept_or_dropped(bool drop, int count, int images)
    {
        using var set = Numbered(23);
        var batches = new Batches(set, 5, dropLast: drop);
        Assert.Equal(count, batches.Count);
        Assert.Equal(images, batches.Images);
        Assert.Equal(images, Order(batches, 0).Count);
    }

    [Fact]
    public void A_shuffled_epoch_is_a_permutation_that_seed_and_epoch_alone_decide()
    {
        using var set = Numbered(100);
        var batches = new Batches(set, 7, shuffle: true, seed: 5);
        var second = Order(batches, 1);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (byte)i), second.Order());
        Assert.NotEqual(Order(batches, 0), second);
        Assert.NotEqual(Order(new Batches(set, 7, shuffle: true, seed: 6), 1), second);
        // Again, from a new object, with other batch sizes, after draws from the default generator, with another number of threads.
        manual_seed(3);
        var threads = get_num_threads();
        set_num_threads(threads == 1 ? 2 : 1);
        try
        {
            Assert.Equal(second, Order(new Batches(set, 100, shuffle: true, seed: 5), 1));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void Labels_stay_with_their_images()
    {
        using var set = Numbered(100);
        foreach (var batch in new Batches(set, 9, shuffle: true, seed: 1).Epoch(0))
            Assert.Equal(batch.Inputs.narrow(2, 0, 1).narrow(3, 0, 1).reshape(-1).data<byte>().ToArray().Select(pixel => pixel % 10L), batch.Labels.data<long>().ToArray());
    }

    [Fact]
    public void A_batch_is_disposed_when_the_next_is_asked_for_and_the_set_is_not()
    {
        using var set = Numbered(10);
        using (NewDisposeScope())
        {
            Tensor? former = null;
            foreach (var batch in new Batches(set, 5).Epoch(0))
            {
                Assert.False(former is { IsInvalid: false });
                former = batch.Inputs;
            }
        }
        Assert.False(set.Images.IsInvalid);
    }

    [Fact]
    public void A_batch_holds_at_least_one_image()
    {
        using var set = Numbered(10);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Batches(set, 0));
    }
}
