using System.Diagnostics;
using System.Globalization;

namespace Enn.Benchmarks;

/// <summary>A worker, ours or the peer's, as the driver sees it: a command line in, numbers out.</summary>
internal sealed class WorkerProcess : IDisposable
{
    // What our native layer sets for itself, as environment variables.
    private static readonly Dictionary<string, string> Tuning = new(Torch.NativeEnvironment.Defaults)
    {
        ["GLIBC_TUNABLES"] = "glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=1073741824:glibc.malloc.top_pad=67108864",
    };

    private static readonly string[] Prefixes = ["OPENBLAS_", "GOTO_", "OMP_", "GOMP_", "MKL_", "DNNL_", "ONEDNN_", "MALLOC_"];

    private static readonly Dictionary<string, string> NoSettings = [];

    private readonly Process _process;
    private readonly string _who;

    private WorkerProcess(string who, ProcessStartInfo start, int threads, IReadOnlyDictionary<string, string> settings)
    {
        _who = who;
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        foreach (var name in start.Environment.Keys.Where(IsLibrarySetting).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        _process = Process.Start(start)!;
    }

    // What the caller's environment happens to say to these libraries would be part of the result.
    private static bool IsLibrarySetting(string name) =>
        name == "GLIBC_TUNABLES" || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    internal static WorkerProcess Ours(Benchmark benchmark, int threads)
    {
        // `dotnet Enn.Benchmarks.dll` or the apphost beside it: start another of the same kind.
        var self = Environment.ProcessPath!;
        string[] entry = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [typeof(WorkerProcess).Assembly.Location] : [];
        return new("our side", new ProcessStartInfo(self, [.. entry, "worker", benchmark.Name, $"{threads}"]), threads, NoSettings);
    }

    internal static WorkerProcess Peer(Benchmark benchmark, int threads, PeerKind kind)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "peers", "worker.py");
        var start = new ProcessStartInfo(Benchmarks.Peer.Python, [script, benchmark.Name + kind.Variant, $"{threads}"]);
        return new("the Python peer", start, threads, kind.IsTuned ? Tuning : NoSettings);
    }

    /// <summary>Warms up and returns operations per second.</summary>
    internal double Warm(double seconds) => Ask(string.Create(CultureInfo.InvariantCulture, $"warm {seconds}"))[0];

    /// <summary>Times so many operations.</summary>
    internal (double Wall, double Cpu) Round(long count)
    {
        var answer = Ask($"round {count}");
        return (answer[0], answer[1]);
    }

    internal double Measure() => Ask("measure")[0];

    private double[] Ask(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            throw Died();
        }
        var answer = _process.StandardOutput.ReadLine() ?? throw Died();
        return [.. answer.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
    }

    private BenchmarkException Died()
    {
        _process.WaitForExit();
        return new($"{_who} ended with status {_process.ExitCode}; what it wrote is above.");
    }

    public void Dispose()
    {
        _process.StandardInput.Dispose();
        if (!_process.WaitForExit(5000)) _process.Kill();
        _process.Dispose();
    }
}
