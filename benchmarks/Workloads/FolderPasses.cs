using System.Diagnostics;
using Enn.Data;
using TorchSharp;

namespace Enn.Benchmarks.Workloads;

/// <summary>One pass over a folder of JPEGs: decoded, shorter side scaled to 256, centre 224 cut out, scaled and normalised; two threads against the peer's two workers.</summary>
internal sealed class FolderPasses : Workload
{
    /// <summary>The environment variable by which both sides are told the folder.</summary>
    internal const string Folder = "ENN_BENCH_IMAGES";

    internal const int BatchSize = 16;
    private const int Threads = 2;
    private const int Photographs = 128;

    private readonly FileBatches _stream;
    private int _epoch;

    internal FolderPasses() => _stream = new FileBatches(new ImageFolder(Environment.GetEnvironmentVariable(Folder)!).Samples, BatchSize, Framings.ResizeCentreCrop(256, 224))
    {
        Shuffle = true, DropLast = true, Threads = Threads, Prefetch = 2 * Threads, Decoding = new DecodeOptions(Orient: false),
        Transforms = [Transforms.Scale, Transforms.Normalise([0.4914f, 0.4822f, 0.4465f], [0.2470f, 0.2435f, 0.2616f])],
    };

    internal override void Run(long count)
    {
        for (var i = 0L; i < count; i++)
            foreach (var batch in _stream.Epoch(_epoch++))
                if (batch.Inputs.size(0) != BatchSize) throw new InvalidOperationException("a batch of another size");
    }

    /// <summary>Has the peer write the photographs, unless the variable names a folder of others.</summary>
    internal static void Prepare()
    {
        if (Environment.GetEnvironmentVariable(Folder) is { Length: > 0 }) return;
        var folder = Path.Combine(ProjectFolder.Root, "artifacts", "bench-images");
        if (!Directory.Exists(folder))
        {
            var unfinished = folder + ".part";
            using var write = Process.Start(Peer.Python, [Path.Combine(AppContext.BaseDirectory, "peers", "images.py"), unfinished, $"{Photographs}"]);
            write.WaitForExit();
            if (write.ExitCode != 0) throw new BenchmarkException("the photographs could not be written: the reason is above");
            Directory.Move(unfinished, folder);
        }
        Environment.SetEnvironmentVariable(Folder, folder);
    }
}
