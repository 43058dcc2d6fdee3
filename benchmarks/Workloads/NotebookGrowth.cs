using System.Globalization;
using Enn.Benchmarks.Kernel;

namespace Enn.Benchmarks.Workloads;

/// <summary>By how many megabytes 1,000 cells, each with a function, an array, a line of output and a result, raise the resident memory of a kernel that has run 50.</summary>
internal sealed class NotebookGrowth : Workload
{
    private const int WarmUp = 50, Cells = 1000;

    internal override double Measure()
    {
        using var entry = new KernelEntry();
        using var kernel = new KernelClient(entry);
        var before = 0.0;
        for (var i = 0; i < WarmUp + Cells; i++)
        {
            if (i == WarmUp) before = Resident(kernel);
            kernel.Run($"let f{i} x = x + 1\nlet a{i} = Array.create 100 {i}\nprintfn \"%d\" {i}\nf{i} a{i}.[0]");
        }
        return Resident(kernel) - before;
    }

    private static double Resident(KernelClient kernel)
    {
        const string collect = "System.GC.Collect(2, System.GCCollectionMode.Aggressive, true, true)\n";
        var bytes = kernel.Run($"{collect}System.GC.WaitForPendingFinalizers()\n{collect}System.Environment.WorkingSet")!;
        return double.Parse(bytes.TrimEnd('L'), CultureInfo.InvariantCulture) / 1e6;
    }
}
