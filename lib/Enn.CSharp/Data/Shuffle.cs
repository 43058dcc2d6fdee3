using Enn.Training;

namespace Enn.Data;

/// <summary>Orders drawn from a seed alone, by arithmetic of our own: the same on every machine, library version and number of threads.</summary>
public static class Shuffle
{
    /// <summary>A permutation of 0 to <paramref name="count"/> - 1 (Fisher and Yates).</summary>
    /// <param name="count">Its length.</param>
    /// <param name="seed">Where it comes from.</param>
    public static int[] Order(int count, long seed)
    {
        var order = Enumerable.Range(0, count).ToArray();
        for (var last = count - 1; last > 0; last--)
        {
            var other = (int)(Unit(Seeds.Derive(seed, last)) * (last + 1));
            (order[last], order[other]) = (order[other], order[last]);
        }
        return order;
    }

    /// <summary>A number in [0, 1) from 53 bits of a mixed seed.</summary>
    internal static double Unit(long mixed) => (mixed >> 10) * (1.0 / (1L << 53));
}
