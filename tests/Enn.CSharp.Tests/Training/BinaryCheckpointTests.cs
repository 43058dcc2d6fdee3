using Enn.Training;
using static TorchSharp.torch;

namespace Enn.Tests.Training;

/// <summary>Checkpoints of builds without safetensors: bytes come back, damage is named, an older file survives a failed write.</summary>
public class BinaryCheckpointTests
{
    private static Dictionary<string, Tensor> Tensors() => new()
    {
        ["weight"] = arange(6, dtype: ScalarType.Float64).view(2, 3).t(), ["none"] = zeros(0, 4), ["one"] = tensor(7L), ["flags"] = tensor(new[] { true, false }), ["bytes"] = ones(5, dtype: ScalarType.Byte),
    };

    [Fact]
    public void Tensors_and_texts_round_trip()
    {
        using var folder = new TemporaryFolder();
        var (written, path) = (Tensors(), folder["a"]);
        BinaryCheckpoint.Write(path, written, new Dictionary<string, string> { ["x"] = "é\n" });
        var (tensors, values) = BinaryCheckpoint.Read(path);
        Assert.Equal("é\n", Assert.Single(values).Value);
        Assert.Equal(written.Keys, tensors.Keys);
        foreach (var (name, tensor) in written)
        {
            Assert.Equal((tensor.dtype, string.Join(',', tensor.shape)), (tensors[name].dtype, string.Join(',', tensors[name].shape)));
            Assert.True(tensor.eq(tensors[name]).all().item<bool>());
        }
    }

    [Fact]
    public void Every_cut_and_many_changed_bytes_are_named_or_read_never_worse()
    {
        using var folder = new TemporaryFolder();
        var path = folder["a"];
        BinaryCheckpoint.Write(path, Tensors(), new Dictionary<string, string> { ["x"] = "text" });
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Contains(path, Assert.Throws<InvalidDataException>(() => BinaryCheckpoint.Read(path)).Message);
        }
        for (var at = 0; at < whole.Length; at++)
        {
            byte[] changed = [.. whole];
            changed[at] = 0xff;
            File.WriteAllBytes(path, changed);
            try
            {
                BinaryCheckpoint.Read(path);
            }
            catch (InvalidDataException error)
            {
                Assert.Contains(path, error.Message);
            }
        }
        File.WriteAllBytes(path, [.. whole, 0]);
        Assert.Throws<InvalidDataException>(() => BinaryCheckpoint.Read(path));
    }

    [Fact]
    public void A_failed_write_leaves_the_older_file_and_no_other()
    {
        using var folder = new TemporaryFolder();
        var path = folder["a"];
        BinaryCheckpoint.Write(path, Tensors(), new Dictionary<string, string>());
        var older = File.ReadAllBytes(path);
        var broken = ones(3);
        broken.Dispose();
        Assert.ThrowsAny<Exception>(() => BinaryCheckpoint.Write(path, new Dictionary<string, Tensor> { ["gone"] = broken }, new Dictionary<string, string>()));
        Assert.Equal(older, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }
}
