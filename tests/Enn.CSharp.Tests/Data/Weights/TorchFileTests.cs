using System.IO.Compression;
using System.Text;
using Enn.Data;
using Enn.Data.Pickling;
using Enn.Data.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Tests.Data.Weights;

/// <summary>Files that torch.save wrote (Data/Weights/files/make.py), damaged ones, and ones that mean harm.</summary>
public class TorchFileTests
{
    private static string Valid(string name) => Path.Combine(AppContext.BaseDirectory, "torch-files", name);

    private static Dictionary<string, Tensor> State(string name) => new(WeightsFile.Read(Valid(name)).Tensors);

    [Theory]
    [InlineData("zip.pth")]
    [InlineData("legacy.pth")]
    public void Tensors_of_every_type_and_their_views_come_back(string name)
    {
        var state = State(name);
        Assert.Equal(["a", "t", "row", "step", "p", "e", "s", "float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool", "complex64", "complex128"], state.Keys);
        Assert.Equal([3, 4], state["a"].shape);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (float)i), state["a"].data<float>().ToArray());
        Assert.Equal([4, 3], state["t"].shape);
        Assert.Equal([1, 4], state["t"].stride());
        Assert.Equal([4f, 5, 6, 7], state["row"].data<float>().ToArray());
        Assert.Equal([0f, 2, 4, 6, 8, 10], state["step"].contiguous().data<float>().ToArray());
        Assert.Equal([1.5f, -2], state["p"].data<float>().ToArray());
        Assert.Equal([0, 3], state["e"].shape);
        Assert.Equal(7, state["s"].item<long>());
        foreach (var (key, type) in new[]
                 {
                     ("float64", ScalarType.Float64), ("float16", ScalarType.Float16), ("bfloat16", ScalarType.BFloat16), ("int64", ScalarType.Int64), ("int32", ScalarType.Int32),
                     ("int16", ScalarType.Int16), ("int8", ScalarType.Int8), ("uint8", ScalarType.Byte), ("bool", ScalarType.Bool), ("complex64", ScalarType.ComplexFloat32),
                     ("complex128", ScalarType.ComplexFloat64),
                 })
        {
            Assert.Equal(type, state[key].dtype);
            Assert.Equal(key == "bool" ? [0.0, 1, 1] : [0, 1, 3], (is_complex(type) ? state[key].real : state[key]).to_type(ScalarType.Float64).contiguous().data<double>().ToArray());
        }
    }

    [Theory]
    [InlineData("zip.pth")]
    [InlineData("legacy.pth")]
    public void Tensors_that_shared_memory_share_it(string name)
    {
        var state = State(name);
        state["a"][1, 2] = 100f;
        Assert.Equal(100, state["t"][2, 1].item<float>());
        Assert.Equal(100, state["row"][2].item<float>());
        Assert.Equal(100, state["step"][1, 1].item<float>());
        Assert.Equal(1.5f, state["p"][0].item<float>());
    }

    [Theory]
    [InlineData("zip.pth")]
    [InlineData("legacy.pth")]
    public void What_else_a_file_holds_is_told(string name)
    {
        var notes = WeightsFile.Read(Valid(name)).Notes;
        Assert.Equal(["epoch", "best", "arch", "shape", "none", "list"], notes.Keys);
        Assert.Equal(["12", "91.5", "net", "a tuple of 2", "None", "a list of 2"], notes.Values);
        Assert.Contains("no weights under 'epoch'", Assert.Throws<InvalidDataException>(() => WeightsFile.Read(Valid(name), "epoch")).Message);
    }

    [Fact]
    public void Weights_become_safetensors_and_come_back()
    {
        using var folder = new TemporaryFolder();
        var state = State("zip.pth");
        state.Remove("complex128");
        WeightsFile.Write(folder["w.safetensors"], state, new Dictionary<string, string> { ["epoch"] = "12" });
        var (tensors, notes) = WeightsFile.Read(folder["w.safetensors"]);
        Assert.Equal("12", notes["epoch"]);
        Assert.Equal(state.Keys.Order(), tensors.Keys.Order());
        Assert.Equal(state["t"].contiguous().bytes.ToArray(), tensors["t"].bytes.ToArray());
        Assert.Equal(state["step"].contiguous().bytes.ToArray(), tensors["step"].bytes.ToArray());
    }

    // A pickle of protocol 2; the place of an opcode is its first byte.
    private static byte[] Program(string text) => [0x80, 2, .. Encoding.Latin1.GetBytes(text)];

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        return bytes.ToArray();
    }

    private static string Refused(byte[] file)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["x.pth"], file);
        var error = Assert.Throws<InvalidDataException>(() => TorchFile.Read(folder["x.pth"]));
        Assert.StartsWith($"{folder["x.pth"]}: at byte ", error.Message);
        return error.Message;
    }

    // torch.save's legacy header, then a pickle.
    private static byte[] Legacy(string program, bool little = true) =>
    [
        0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.', 0x80, 2, (byte)'M', 0xe9, 3, (byte)'.',
        .. Program($"}}X\u000d\u0000\u0000\u0000little_endian{(little ? '\u0088' : '\u0089')}s."), .. Program(program),
    ];

    [Theory]
    [InlineData("cposix\nsystem\nX\u0004\u0000\u0000\u0000true\u0085R.", "posix.system")]
    [InlineData("cbuiltins\neval\nX\u0004\u0000\u0000\u0000true\u0085R.", "builtins.eval")]
    [InlineData("ctorch\nload\n.", "torch.load")]
    [InlineData("ctorch.nn.modules.linear\nLinear\n)\u0081.", "torch.nn.modules.linear.Linear")]
    [InlineData("c__main__\nNet\n)\u0081}b.", "__main__.Net")]
    [InlineData("ctorch._utils\n_rebuild_qtensor\n)R.", "torch._utils._rebuild_qtensor")]
    public void Anything_but_tensors_and_containers_is_refused_by_name(string program, string name)
    {
        Assert.Contains($"refused the global {name}", Refused(Zip(("m/data.pkl", Program(program)))));
        Assert.Contains($"refused the global {name}", Refused(Legacy(program)));
    }

    private static string Text(string value) => $"X{(char)value.Length}\u0000\u0000\u0000{value}";

    // A tensor (offset, size, stride) in a storage of three floats.
    private static string Tensor(string storageSize, string rest) =>
        $"ctorch._utils\n_rebuild_tensor_v2\n(({Text("storage")}ctorch\nFloatStorage\n{Text("0")}{Text("cpu")}{storageSize}tQ{rest}\u0089}}tR.";

    [Theory]
    [InlineData("K\u0003", "K\u0000K\u0004\u0085K\u0001\u0085", "beyond its storage '0' of 3 elements")]
    [InlineData("K\u0003", "K\u0001K\u0003\u0085K\u0001\u0085", "beyond")]
    [InlineData("K\u0003", "K\u0000K\u0003\u0085K\u0002\u0085", "beyond")]
    [InlineData("K\u0003", "J\u00ff\u00ff\u00ff\u00ffK\u0003\u0085K\u0001\u0085", "beyond")]
    [InlineData("K\u0003", "K\u0000K\u0003\u0085J\u00ff\u00ff\u00ff\u00ff\u0085", "strides [-1]")]
    [InlineData("K\u0003", "K\u0000J\u00ff\u00ff\u00ff\u007f\u0085K\u0000\u0085", "in a file of")]
    [InlineData("K\u0003", "K\u0000\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f\u0086K\u0000K\u0000\u0086", "beyond")]
    [InlineData("J\u00ff\u00ff\u00ff\u007f", "K\u0000K\u0003\u0085K\u0001\u0085", "cannot hold")]
    [InlineData("J\u00ff\u00ff\u00ff\u00ff", "K\u0000K\u0003\u0085K\u0001\u0085", "cannot hold")]
    public void A_tensor_stays_within_its_storage_and_a_storage_within_the_file(string storageSize, string rest, string reason) =>
        Assert.Contains(reason, Refused(Zip(("m/data.pkl", Program(Tensor(storageSize, rest))), ("m/data/0", new byte[12]))));

    [Fact]
    public void A_tensor_of_absurdly_many_dimensions_is_refused()
    {
        var ones = $"({string.Concat(Enumerable.Repeat("K\u0001", 65))}t";
        Assert.Contains("has 65 items", Refused(Zip(("m/data.pkl", Program(Tensor("K\u0003", $"K\u0000{ones}{ones}"))), ("m/data/0", new byte[12]))));
    }

    [Fact]
    public void Entries_of_one_name_are_told_once()
    {
        using var folder = new TemporaryFolder();
        var tensor = Tensor("K\u0003", "K\u0000K\u0003\u0085K\u0001\u0085")[..^1];
        File.WriteAllBytes(folder["x.pth"], Zip(("m/data.pkl", Program($"}}K\u0001{Text("a")}s{Text("1")}{Text("b")}s{Text("w")}{tensor}s.")), ("m/data/0", new byte[12])));
        var (tensors, notes) = WeightsFile.Read(folder["x.pth"]);
        Assert.Equal("w", Assert.Single(tensors).Key);
        Assert.Equal("a", Assert.Single(notes).Value);
    }

    [Fact]
    public void Other_machines_other_programs_and_other_archives_are_refused()
    {
        var tensor = Program(Tensor("K\u0003", "K\u0000K\u0003\u0085K\u0001\u0085"));
        Assert.Contains("byte order 'big'", Refused(Zip(("m/data.pkl", tensor), ("m/byteorder", "big"u8.ToArray()), ("m/data/0", new byte[12]))));
        Assert.Contains("big-endian", Refused(Legacy("N.", little: false)));
        Assert.Contains("TorchScript", Refused(Zip(("m/data.pkl", tensor), ("m/constants.pkl", tensor), ("m/data/0", new byte[12]))));
        Assert.Contains("lacks storage '0'", Refused(Zip(("m/data.pkl", tensor))));
        Assert.Contains("has 8 bytes, where 12", Refused(Zip(("m/data.pkl", tensor), ("m/data/0", new byte[8]))));
        Assert.Contains("without a data.pkl", Refused(Zip(("word/document.xml", tensor))));
        Assert.Contains("not one that torch.save wrote", Refused(Program("K\u0001.")));
        Assert.Contains("empty", Refused([]));
    }

    [Fact]
    public void A_flipped_bit_in_the_weights_is_found_by_the_checksum()
    {
        using var folder = new TemporaryFolder();
        var bytes = File.ReadAllBytes(Valid("zip.pth"));
        // The first storage: 0, 1, 2, ... as floats.
        var at = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40]);
        bytes[at] ^= 1;
        Assert.Contains("checksum", Refused(bytes));
    }

    [Theory]
    [InlineData("zip.pth")]
    [InlineData("legacy.pth")]
    public void Damaged_files_are_read_or_refused(string name) => Fuzz.Reader(name, File.ReadAllBytes(Valid(name)), path => TorchFile.Read(path));
}
