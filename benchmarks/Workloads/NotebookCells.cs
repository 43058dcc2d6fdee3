using System.Diagnostics;
using Enn.Benchmarks.Kernel;

namespace Enn.Benchmarks.Workloads;

/// <summary>Milliseconds of one request to a kernel that is warm: the median of many.</summary>
internal sealed class NotebookCells(int count, Func<KernelClient, int, bool> request) : Workload
{
    private const int WarmUp = 20;

    /// <summary>A trivial cell: from the request to the idle state.</summary>
    internal static NotebookCells RoundTrip() => new(100, (kernel, i) => kernel.Run($"{i} + 1") == $"{i + 1}");

    /// <summary>Completion inside a lambda of a line that has not been seen before.</summary>
    internal static NotebookCells Completion() => new(40, (kernel, i) => kernel.Complete($"let a{i} = [1; 2] |> List.map (fun x -> x.ToS") > 0);

    internal override double Measure()
    {
        using var entry = new KernelEntry();
        using var kernel = new KernelClient(entry);
        var values = new double[count];
        for (var i = 0; i < WarmUp + count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            if (!request(kernel, i)) throw new BenchmarkException("the kernel answered something else");
            if (i >= WarmUp) values[i - WarmUp] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        return Comparison.Median(values);
    }
}
