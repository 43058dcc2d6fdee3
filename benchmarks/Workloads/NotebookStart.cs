using Enn.Benchmarks.Kernel;

namespace Enn.Benchmarks.Workloads;

/// <summary>CPU seconds from the start of the kernel to the result of its first cell; or those as a share of F# Interactive's for the same line.</summary>
internal sealed class NotebookStart(bool shareOfInteractive) : Workload
{
    private const int Rounds = 5;
    private const string Line = "1 + 1";

    internal override double Measure()
    {
        using var entry = new KernelEntry();
        var values = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            values[round] = Kernel(entry);
            if (shareOfInteractive) values[round] /= Interactive();
        }
        return Comparison.Median(values);
    }

    private static double Kernel(KernelEntry entry)
    {
        using var client = new KernelClient(entry);
        if (client.Run(Line) != "2") throw new BenchmarkException("the kernel did not answer 2");
        return client.CpuSeconds;
    }

    private static double Interactive() => ChildProcesses.CpuSeconds(new("dotnet", ["fsi", "--nologo", "--readline-"]), Line + ";;\n#quit;;\n");
}
