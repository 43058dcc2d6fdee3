using System.Globalization;

namespace Enn.Benchmarks.Workloads;

/// <summary>What the kernel says of this process's memory, in KiB.</summary>
internal static class ResidentMemory
{
    /// <summary>The most that was ever resident.</summary>
    internal static double Peak => Kibibytes("VmHWM:");

    private static double Kibibytes(string field)
    {
        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
