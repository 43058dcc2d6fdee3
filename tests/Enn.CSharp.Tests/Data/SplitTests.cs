using Enn.Data;
using Enn.Data.Splits;
using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Tests.Data;

/// <summary>Fractions, hold-outs and tasks.</summary>
public class SplitTests
{
    // Every image's first pixels say which one it is.
    private static ImageSet Set(int count, int classes)
    {
        var pixels = new byte[count * 4];
        for (var i = 0; i < count; i++) BitConverter.TryWriteBytes(pixels.AsSpan(4 * i), i);
        return ImageSet.FromBytes(pixels, [.. Enumerable.Range(0, count).Select(i => (byte)(i * 7 % classes))], 1, 2, 2);
    }

    private static int[] Identities(ImageSet set) => [.. set.Images.bytes.ToArray().Chunk(4).Select(image => BitConverter.ToInt32(image))];

    private static ImageDataset Dataset(int count = 60, int classes = 6) => new("toy", Set(count, classes), Set(count / 2, classes), [.. Enumerable.Range(0, classes).Select(i => $"{i}")]);

    [Fact]
    public void Fractions_are_stratified_nested_and_seeded() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20_261_121, 1), Prop.ForAll(Arb.From(Gen.Choose(0, 6).NonEmptyListOf().Zip(Gen.Choose(0, 1_000_000))), pair =>
        {
            var (labels, seed) = (pair.Item1.Select(label => (long)label).ToArray(), pair.Item2);
            var (small, large) = (Subsets.Stratified(labels, .2, seed), Subsets.Stratified(labels, .5, seed));
            Assert.Equal(small, Subsets.Stratified(labels, .2, seed));
            Assert.Subset(large.ToHashSet(), small.ToHashSet());
            Assert.Equal(Enumerable.Range(0, labels.Length), Subsets.Stratified(labels, 1, seed));
            foreach (var group in labels.GroupBy(label => label))
                Assert.Equal(Math.Max(1, Math.Round(.5 * group.Count(), MidpointRounding.AwayFromZero)), large.Count(index => labels[index] == group.Key));
        }));

    [Fact]
    public void Another_seed_takes_other_images()
    {
        var labels = new long[1_000];
        Assert.NotEqual(Subsets.Stratified(labels, .1, 1), Subsets.Stratified(labels, .1, 2));
    }

    [Fact]
    public void A_hold_out_is_a_partition_with_the_same_shares()
    {
        using var set = Set(200, 4);
        var (train, held) = Subsets.HoldOut(set, .1, 3);
        using (train) using (held)
        {
            Assert.Equal((180, 20), (train.Count, held.Count));
            Assert.Equal(Enumerable.Range(0, 200), Identities(train).Concat(Identities(held)).Order());
            Assert.All(Enumerable.Range(0, 4), label => Assert.Equal(5, held.Labels.eq(label).sum().item<long>()));
            Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(Identities(held)[i] * 7 % 4, held.Labels[i].item<long>()));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void Class_tasks_partition_the_set_into_runs_of_classes(int tasks)
    {
        using var data = Dataset();
        var split = TaskSplits.ByClass(data, tasks);
        Assert.Equal(tasks, split.Count);
        Assert.Equal(Enumerable.Range(0, 6), split.SelectMany(task => task.Labels));
        Assert.Equal(Enumerable.Range(0, 60), split.SelectMany(task => Identities(task.Data.Train)).Order());
        Assert.Equal(Enumerable.Range(0, 30), split.SelectMany(task => Identities(task.Data.Test)).Order());
        foreach (var task in split)
        {
            Assert.All(Subsets.LabelsOf(task.Data.Train), label => Assert.Contains((int)label, task.Labels));
            Assert.Equal(Identities(task.Data.Train).Select(i => (long)(i * 7 % 6)), Subsets.LabelsOf(task.Data.Train));
            task.Data.Dispose();
        }
    }

    [Fact]
    public void Tasks_that_do_not_divide_the_classes_are_refused()
    {
        using var data = Dataset();
        Assert.Contains("4 tasks do not divide 6 classes", Assert.Throws<ArgumentException>(() => TaskSplits.ByClass(data, 4)).Message);
    }

    [Fact]
    public void Permuted_tasks_are_bijections_of_their_own_that_the_seed_gives()
    {
        var orders = Enumerable.Range(0, 4).Select(task => PixelPermutation.Order(784, 9, task)).ToList();
        Assert.All(orders, order => Assert.Equal(Enumerable.Range(0, 784), order.Order()));
        Assert.Equal(5, orders.Append([.. Enumerable.Range(0, 784)]).Select(order => string.Join(' ', order)).Distinct().Count());
        Assert.Equal(orders[2], PixelPermutation.Order(784, 9, 2));

        using var random = new Generator(1);
        using var images = tensor(Samples.Pixels(3 * 2 * 784), [3, 2, 28, 28], dtype: ScalarType.Byte);
        var (before, after) = (images.bytes.ToArray(), PixelPermutation.Of(orders[1])(images, random).bytes.ToArray());
        for (var plane = 0; plane < 6; plane++)
            for (var i = 0; i < 784; i++) Assert.Equal(before[784 * plane + orders[1][i]], after[784 * plane + i]);

        using var data = Dataset();
        var tasks = TaskSplits.Permuted(data, 3, 9);
        Assert.Equal(["toy-permuted-0", "toy-permuted-1", "toy-permuted-2"], tasks.Select(task => task.Name));
        Assert.All(tasks, task => Assert.Same(data, task.Data));
        Assert.Equal(["toy", "toy"], TaskSplits.Sequence(data, data).Select(task => task.Name));
    }

    [Fact]
    public void A_shuffle_is_every_permutation_about_equally_often()
    {
        var counts = Enumerable.Range(0, 24_000).Select(seed => string.Concat(Shuffle.Order(4, seed))).GroupBy(order => order).Select(group => group.Count()).ToList();
        Assert.Equal(24, counts.Count);
        // Chi-squared with 23 degrees of freedom: 49.7 at the level of one in a thousand.
        Assert.InRange(counts.Sum(count => Math.Pow(count - 1_000, 2) / 1_000), 0, 49.7);
    }
}
