using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Torch.Tests;

/// <summary>Round trips of every type, bit for bit; damaged files give an error that names file, byte and reason, and never crash.</summary>
public sealed class SafetensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private static readonly ScalarType[] _types =
        [ScalarType.Bool, ScalarType.Byte, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64, ScalarType.ComplexFloat32];

    private static unsafe byte[] Bytes(Tensor tensor)
    {
        var (address, length) = tensor.RawBytes();
        var bytes = new ReadOnlySpan<byte>((void*)address, (int)length).ToArray();
        GC.KeepAlive(tensor);
        return bytes;
    }

    [Fact]
    public void Lazily_conjugated_and_negated_tensors_are_written_as_what_they_stand_for()
    {
        var z = complex(tensor(new[] { 1f, 2 }), tensor(new[] { 3f, -4 }));
        var file = At("lazy.safetensors");
        Safetensors.Save(file, new Dictionary<string, Tensor> { ["conj"] = z.conj(), ["neg"] = z.conj().imag });
        var loaded = Safetensors.Load(file);
        Assert.Equal([(1f, -3f), (2f, 4f)], loaded["conj"].data<(float, float)>().ToArray());
        Assert.Equal([-3f, 4f], loaded["neg"].data<float>().ToArray());
    }

    [Fact]
    public void Every_type_and_shape_comes_back_bit_for_bit()
    {
        var tensors = new Dictionary<string, Tensor>();
        foreach (var type in _types)
            foreach (var shape in new long[][] { [], [0], [3, 0, 2], [7], [2, 3, 4] }) tensors[$"{type}.{string.Join('x', shape)}"] = (rand(shape, dtype: float64) * 100 - 40).to(type);
        tensors["nan é\"\\"] = tensor(new[] { double.NaN, double.NegativeInfinity, -0.0, double.Epsilon });
        var file = At("all.safetensors");
        Safetensors.Save(file, tensors, new Dictionary<string, string> { ["epoch"] = "3", ["note"] = "a \"b\" ü" });
        var loaded = Safetensors.Load(file);
        Assert.Equal(tensors.Keys.Order(), loaded.Keys.Order());
        foreach (var (name, tensor) in tensors)
        {
            Assert.Equal(tensor.dtype, loaded[name].dtype);
            Assert.Equal(tensor.shape, loaded[name].shape);
            Assert.Equal(Bytes(tensor), Bytes(loaded[name]));
        }
        using var opened = Safetensors.Open(file);
        Assert.Equal("3", opened.Metadata["epoch"]);
        Assert.Equal("a \"b\" ü", opened.Metadata["note"]);
        Assert.Equal([2, 3, 4], opened.ShapeOf("Int16.2x3x4"));
        Assert.Equal(ScalarType.Int16, opened.TypeOf("Int16.2x3x4"));
        Assert.Equal([file], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Views_and_transposed_tensors_are_written_in_order()
    {
        var x = arange(12).reshape(3, 4);
        var file = At("views.safetensors");
        Safetensors.Save(file, [new("t", x.t()), new("part", x[1]), new("p", nn.Parameter(ones(2)))]);
        var loaded = Safetensors.Load(file);
        Assert.Equal(Bytes(x.t().contiguous()), Bytes(loaded["t"]));
        Assert.Equal(Bytes(x[1].contiguous()), Bytes(loaded["part"]));
        Assert.False(loaded["p"].requires_grad);
    }

    [Fact]
    public void A_models_state_goes_to_a_file_and_back()
    {
        var (a, b) = (nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4)), nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4)));
        a.call(randn(8, 3));
        var file = At("model.safetensors");
        Safetensors.Save(file, a.state_dict());
        b.load_state_dict(Safetensors.Load(file));
        a.eval();
        b.eval();
        var x = randn(2, 3);
        Assert.Equal(Bytes(a.call(x)), Bytes(b.call(x)));
    }

    [Fact]
    public void A_failed_save_leaves_the_old_file()
    {
        var file = At("kept.safetensors");
        Safetensors.Save(file, [new("a", ones(2))]);
        var disposed = ones(3);
        var failing = new List<KeyValuePair<string, Tensor>> { new("b", ones(2)), new("c", disposed) };
        disposed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Safetensors.Save(file, failing));
        Assert.Throws<ArgumentException>(() => Safetensors.Save(file, [new("b", ones(1)), new("b", ones(1))]));
        Assert.Throws<DirectoryNotFoundException>(() => Safetensors.Save(Path.Combine(_folder, "none", "x"), [new("b", ones(1))]));
        Assert.Equal(["a"], Safetensors.Load(file).Keys);
        Assert.Equal([file], Directory.GetFiles(_folder));
    }

    private string Written(string header, int data, long? length = null)
    {
        var file = At("made.safetensors");
        var text = Encoding.UTF8.GetBytes(header);
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, length ?? text.Length);
        File.WriteAllBytes(file, [.. prefix, .. text, .. new byte[data]]);
        return file;
    }

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 4, null, "truncated")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 12, null, "4 bytes at the end belong to no tensor")]
    [InlineData("{\"a\":{\"dtype\":\"F33\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, null, "unknown element type 'F33'")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", 8, null, "needs 12 bytes for F32 [3] and has 8")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", 8, null, "impossible shape [-2]")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,8],\"data_offsets\":[0,8]}}", 8, null, "impossible shape")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", 8, null, "impossible offsets 8..0")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}", 8, null, "1 data offsets")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[4,12]}}", 12, null, "overlap")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[6,10]}}", 10, null, "2 bytes before the data of 'b'")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}", 0, null, "twice")]
    [InlineData("{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", 8, null, "not what safetensors writes")]
    [InlineData("{\"a\":", 8, null, "not what safetensors writes")]
    [InlineData("[1]", 0, null, "no JSON object")]
    [InlineData("{}", 0, 9_000_000_000L, "not possible")]
    [InlineData("{}", 0, 50_000_000L, "truncated")]
    [InlineData("{}", 0, -1L, "not possible")]
    public void Damage_is_named(string header, int data, long? length, string reason)
    {
        var file = Written(header, data, length);
        var error = Assert.Throws<InvalidDataException>(() => Safetensors.Load(file));
        Assert.StartsWith(file + ", at byte ", error.Message);
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void Every_truncation_and_any_changed_byte_gives_an_error_or_a_whole_result()
    {
        var file = At("good.safetensors");
        Safetensors.Save(file, [new("weight", arange(6).to(float32).reshape(2, 3)), new("bias", ones(3, dtype: int16))], new Dictionary<string, string> { ["k"] = "v" });
        var good = File.ReadAllBytes(file);
        var bad = At("bad.safetensors");
        for (var length = 0; length < good.Length; length++)
        {
            File.WriteAllBytes(bad, good[..length]);
            Assert.Throws<InvalidDataException>(() => Safetensors.Load(bad));
        }
        var property = Prop.ForAll(Gen.Choose(0, good.Length - 1).SelectMany(at => Gen.Choose(0, 255).Select(value => (at, value: (byte)value))).ToArbitrary(), change =>
        {
            var bytes = good.ToArray();
            bytes[change.at] = change.value;
            File.WriteAllBytes(bad, bytes);
            try
            {
                return Safetensors.Load(bad).Values.All(t => t.numel() <= 64);
            }
            catch (InvalidDataException)
            {
                return true;
            }
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(20260101, 7), property);
    }

    [Fact]
    public void Asking_for_a_missing_tensor_or_file_says_so()
    {
        var file = At("x.safetensors");
        Safetensors.Save(file, [new("a", ones(1))]);
        using var opened = Safetensors.Open(file);
        Assert.Contains("'b'", Assert.Throws<KeyNotFoundException>(() => opened.Read("b")).Message);
        Assert.Throws<FileNotFoundException>(() => Safetensors.Open(At("none")));
    }
}
