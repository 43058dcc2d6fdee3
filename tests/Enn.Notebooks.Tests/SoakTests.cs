using System.Diagnostics;

namespace Enn.Notebooks.Tests;

/// <summary>Many cells in one session.</summary>
[Collection(OneKernel.Name)]
public sealed class SoakTests(KernelFixture kernel)
{
    private const int WarmUp = 50;
    private const long MaxGrowth = 50L << 20;

    /// <summary>The long one takes half a minute: only where it is asked for.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SlowFactAttribute : FactAttribute
    {
        public SlowFactAttribute()
        {
            if (Environment.GetEnvironmentVariable("ENN_SLOW_TESTS") is not { Length: > 0 }) Skip = "takes half a minute: set ENN_SLOW_TESTS";
        }
    }

    [Fact]
    public void A_hundred_cells_leave_little_behind() => Assert.InRange(Growth(100), long.MinValue, MaxGrowth);

    [SlowFact, Trait("Category", "Slow")]
    public void A_thousand_cells_leave_little_behind() => Assert.InRange(Growth(1000), long.MinValue, MaxGrowth);

    // Of the resident memory, after cells each with a function, a value, a line of output and a result.
    private long Growth(int cells)
    {
        Run(0, WarmUp);
        var before = Resident();
        Run(WarmUp, cells);
        return Resident() - before;
    }

    private void Run(int first, int count)
    {
        for (var i = first; i < first + count; i++)
            Assert.Equal($"{i + 1}", kernel.Value($"let soak{i} x = x + 1\nlet soaked{i} = Array.create 100 {i}\nprintfn \"%d\" {i}\nsoak{i} soaked{i}.[0]"));
    }

    private static long Resident()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
