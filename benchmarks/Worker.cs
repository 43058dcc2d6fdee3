using System.Diagnostics;
using System.Globalization;
using TorchSharp;

namespace Enn.Benchmarks;

/// <summary>
/// The process that runs our side. It answers a line with a line, as peers/worker.py does: <c>warm SECONDS</c> with operations per second,
/// <c>round COUNT</c> with wall and CPU seconds per operation, <c>measure</c> with the measured value.
/// </summary>
internal static class Worker
{
    internal static int Serve(Benchmark benchmark, int threads, TextReader input, TextWriter output)
    {
        torch.set_num_threads(threads);
        torch.manual_seed(0);
        var workload = benchmark.Create();
        while (input.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            output.WriteLine(words[0] switch
            {
                "warm" => Text(Warm(workload, double.Parse(words[1], CultureInfo.InvariantCulture))),
                "round" => Round(workload, long.Parse(words[1], CultureInfo.InvariantCulture)),
                _ => Text(workload.Measure()),
            });
            output.Flush();
        }
        return 0;
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    // Some operations are as long as a warm-up: a heap of gigabytes has its size, and the compiler its say, only after a few of them. Those of many seconds need fewer.
    private const int LeastOperations = 8;
    private const int Patience = 10;

    /// <summary>
    /// Runs until the time is over and at least eight operations are done (or ten times the time is over), in calls that grow from one operation on: the loop
    /// body is called often enough to reach the optimizing compiler, whose profile-guided version is what gets timed.
    /// </summary>
    private static double Warm(Workload workload, double seconds)
    {
        var total = Stopwatch.StartNew();
        var (count, done) = (1L, 0L);
        double rate;
        do
        {
            var start = Stopwatch.GetTimestamp();
            workload.Run(count);
            rate = count / Stopwatch.GetElapsedTime(start).TotalSeconds;
            done += count;
            count = Math.Clamp((long)(rate * seconds / 50), 1, 2 * count);
        }
        while (total.Elapsed.TotalSeconds < seconds || (done < LeastOperations && total.Elapsed.TotalSeconds < Patience * seconds));
        return rate;
    }

    private static string Round(Workload workload, long count)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        workload.Run(count);
        var wall = Stopwatch.GetElapsedTime(start);
        return Text(wall.TotalSeconds / count) + " " + Text((Environment.CpuUsage.TotalTime - cpu).TotalSeconds / count);
    }
}
