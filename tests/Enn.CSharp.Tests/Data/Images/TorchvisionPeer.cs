using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Enn.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Tests.Data.Images;

/// <summary>
/// torchvision's results for image files, computed once for all tests (torchvision_peer.py): for files of unusual kinds, and for the images in the class folders
/// of <c>imagefolder-sample</c> in the data folder where that is.
/// </summary>
public sealed class TorchvisionPeer : IDisposable
{
    private const int MostRealImages = 40;
    private readonly TemporaryFolder _folder = new();

    public TorchvisionPeer()
    {
        if (TorchvisionFactAttribute.Missing is not null) return;
        var photographs = Path.Combine(DataFolder.Root, "imagefolder-sample");
        var real = Directory.Exists(photographs) ? new ImageFolder(photographs).Samples.Take(MostRealImages).Select(sample => sample.Path) : [];
        var start = new ProcessStartInfo(PythonFactAttribute.Python, [Path.Combine(AppContext.BaseDirectory, "torchvision_peer.py"), _folder.Path, .. real]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException(errors);
        Files = File.ReadAllLines(_folder["files"]);
    }

    /// <summary>The images.</summary>
    public IReadOnlyList<string> Files { get; } = [];

    /// <summary>One result of an image: [channels, height, width].</summary>
    public Tensor Result(int file, string name)
    {
        var bytes = File.ReadAllBytes(_folder[$"{file}.{name}"]);
        var shape = Enumerable.Range(0, 3).Select(i => (long)BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4 * i))).ToArray();
        return name.EndsWith(".float", StringComparison.Ordinal)
            ? tensor(MemoryMarshal.Cast<byte, float>(bytes.AsSpan(12)).ToArray(), shape)
            : tensor(bytes[12..], shape, dtype: ScalarType.Byte);
    }

    /// <summary>One result of all images as a batch.</summary>
    public Tensor Results(string name) => stack([.. Files.Select((_, file) => Result(file, name))]);

    public void Dispose() => _folder.Dispose();
}

/// <summary>A comparison with torchvision: skipped where Debian's python3-torchvision (or the Python that ENN_PYTHON names) lacks it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TorchvisionFactAttribute : FactAttribute
{
    internal static string? Missing { get; } = ImageFile.WhatIsMissing
        ?? (PythonFactAttribute.Python != "/usr/bin/python3" || Directory.Exists("/usr/lib/python3/dist-packages/torchvision") ? null : "needs python3-torchvision to compare with");

    public TorchvisionFactAttribute() => Skip = Missing;
}
