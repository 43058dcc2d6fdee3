using static TorchSharp.torch;

namespace Enn.Training;

/// <summary>How random numbers are dealt out so that a run depends on its seed alone, not on what runs beside it.</summary>
public static class Seeds
{
    private static readonly Lock Global = new();

    /// <summary>A seed of its own for each use of a run: well mixed (splitmix64), never negative.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="stream">The use: an epoch, a phase.</param>
    public static long Derive(long seed, long stream)
    {
        var z = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL + (ulong)stream + 0x9E3779B97F4A7C15UL);
        for (var i = 0; i < 2; i++)
        {
            z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
            z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
            z ^= z >> 31;
        }
        return (long)(z >> 1);
    }

    /// <summary>
    /// Seeds libtorch's default generator and makes something with it. The generator belongs to the whole process, so this holds a lock: initial weights are
    /// drawn here, one run at a time. A training that draws from it too (dropout) must not run beside another (<c>PlannedRun.Exclusive</c>).
    /// </summary>
    public static T WithGlobal<T>(long seed, Func<T> make)
    {
        lock (Global)
        {
            manual_seed(seed);
            return make();
        }
    }

    /// <summary>The state of the default generator, read while nobody draws weights from it.</summary>
    public static Tensor GlobalState()
    {
        lock (Global) return random.get_rng_state();
    }

    /// <summary>Puts the default generator into a state, while nobody draws weights from it.</summary>
    public static void RestoreGlobal(Tensor state)
    {
        lock (Global) random.set_rng_state(state);
    }
}
