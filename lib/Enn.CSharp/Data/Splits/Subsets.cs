using Enn.Training;

namespace Enn.Data.Splits;

/// <summary>Parts of a set that keep the classes' shares: data fractions (a fifth of CIFAR-10, as E4 trains on) and hold-outs (a tenth, as Eidetic selects on). Seeded, independent of threads and device.</summary>
public static class Subsets
{
    /// <summary>A fraction of each class. Of one seed, a smaller fraction lies within a larger one.</summary>
    /// <param name="labels">Class numbers.</param>
    /// <param name="fraction">In (0, 1]; each class keeps the nearest whole number of images, at least one.</param>
    /// <param name="seed">Which images.</param>
    /// <returns>The images' numbers, ascending.</returns>
    public static int[] Stratified(IReadOnlyList<long> labels, double fraction, long seed)
    {
        if (fraction is not (> 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "a fraction lies in (0, 1]");
        return [.. labels.Select((label, index) => (label, index)).GroupBy(pair => pair.label, pair => pair.index).SelectMany(images =>
        {
            var members = images.ToArray();
            var kept = Math.Max(1, (int)Math.Round(fraction * members.Length, MidpointRounding.AwayFromZero));
            return Shuffle.Order(members.Length, Seeds.Derive(seed, images.Key)).Take(kept).Select(place => members[place]);
        }).Order()];
    }

    /// <summary>A fraction of each class of a set.</summary>
    public static ImageSet Stratified(ImageSet set, double fraction, long seed) => set.Select(Stratified(LabelsOf(set), fraction, seed));

    /// <summary>Splits a set in two: what to train on, and a fraction of each class to select on.</summary>
    /// <param name="set">The set; not disposed.</param>
    /// <param name="fraction">The share that is held out, in (0, 1): usually a tenth.</param>
    /// <param name="seed">Which images.</param>
    public static (ImageSet Train, ImageSet HeldOut) HoldOut(ImageSet set, double fraction, long seed)
    {
        var held = Stratified(LabelsOf(set), fraction, seed);
        return (set.Select([.. Enumerable.Range(0, set.Count).Except(held)]), set.Select(held));
    }

    internal static long[] LabelsOf(ImageSet set)
    {
        using var here = set.Labels.cpu();
        return here.data<long>().ToArray();
    }
}
