using System.Numerics;
using System.Text;
using Enn.Data.Pickling;

namespace Enn.Tests.Data.Pickling;

/// <summary>Pickles that Python wrote, and pickles that mean harm.</summary>
public class PickleTests
{
    // {'a': [1, -2, 300, 70000, 2**40, -2**70], 'b': (1.5, None, True, False, ()), 't': 'grüße', 'y': b'\0\xff', 'n': {'x': 1, 2: 'y'}, 's': {3}}
    private static readonly string[] PlainPickles =
    [
        "gAJ9cQAoWAEAAABhcQFdcQIoSwFK/v///00sAUpwEQEAigYAAAAAAAGKCQAAAAAAAAAAwGVYAQAAAGJxAyhHP/gAAAAAAABOiIkpdHEEWAEAAAB0cQVYBwAAAGdyw7zDn2VxBlgBAAAAeXEHY19jb2RlY3MKZW5jb2RlCnEIWAMAAAAAw79xCVgGAAAAbGF0aW4xcQqGcQtScQxYAQAAAG5xDX1xDihYAQAAAHhxD0sBSwJoB3VYAQAAAHNxEGNfX2J1aWx0aW5fXwpzZXQKcRFdcRJLA2GFcRNScRR1Lg==",
        "gAN9cQAoWAEAAABhcQFdcQIoSwFK/v///00sAUpwEQEAigYAAAAAAAGKCQAAAAAAAAAAwGVYAQAAAGJxAyhHP/gAAAAAAABOiIkpdHEEWAEAAAB0cQVYBwAAAGdyw7zDn2VxBlgBAAAAeXEHQwIA/3EIWAEAAABucQl9cQooWAEAAAB4cQtLAUsCaAd1WAEAAABzcQxjYnVpbHRpbnMKc2V0CnENXXEOSwNhhXEPUnEQdS4=",
        "gASVdgAAAAAAAAB9lCiMAWGUXZQoSwFK/v///00sAUpwEQEAigYAAAAAAAGKCQAAAAAAAAAAwGWMAWKUKEc/+AAAAAAAAE6IiSl0lIwBdJSMB2dyw7zDn2WUjAF5lEMCAP+UjAFulH2UKIwBeJRLAUsCaAd1jAFzlI+UKEsDkHUu",
        "gAWVdgAAAAAAAAB9lCiMAWGUXZQoSwFK/v///00sAUpwEQEAigYAAAAAAAGKCQAAAAAAAAAAwGWMAWKUKEc/+AAAAAAAAE6IiSl0lIwBdJSMB2dyw7zDn2WUjAF5lEMCAP+UjAFulH2UKIwBeJRLAUsCaAd1jAFzlI+UKEsDkHUu",
    ];

    // {'data': arange(6, 'u1').reshape(2, 3), 'f': array([1.5, -2], '<f4'), 'big': array([1, 258], '>i2'), 'one': float64(0.25)}
    private static readonly string[] ArrayPickles =
    [
        "gAJ9cQAoWAQAAABkYXRhcQFjbnVtcHkuY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxAmNudW1weQpuZGFycmF5CnEDSwCFcQRjX2NvZGVjcwplbmNvZGUKcQVYAQAAAGJxBlgGAAAAbGF0aW4xcQeGcQhScQmHcQpScQsoSwFLAksDhnEMY251bXB5CmR0eXBlCnENWAIAAAB1MXEOiYiHcQ9ScRAoSwNYAQAAAHxxEU5OTkr/////Sv////9LAHRxEmKJaAVYBgAAAAABAgMEBXETaAeGcRRScRV0cRZiWAEAAABmcRdoAmgDSwCFcRhoCYdxGVJxGihLAUsChXEbaA1YAgAAAGY0cRyJiIdxHVJxHihLA1gBAAAAPHEfTk5OSv////9K/////0sAdHEgYoloBVgKAAAAAADDgD8AAADDgHEhaAeGcSJScSN0cSRiWAMAAABiaWdxJWgCaANLAIVxJmgJh3EnUnEoKEsBSwKFcSloDVgCAAAAaTJxKomIh3ErUnEsKEsDWAEAAAA+cS1OTk5K/////0r/////SwB0cS5iiWgFWAQAAAAAAQECcS9oB4ZxMFJxMXRxMmJYAwAAAG9uZXEzY251bXB5LmNvcmUubXVsdGlhcnJheQpzY2FsYXIKcTRoDVgCAAAAZjhxNYmIh3E2UnE3KEsDaB9OTk5K/////0r/////SwB0cThiaAVYCQAAAAAAAAAAAMOQP3E5aAeGcTpScTuGcTxScT11Lg==",
        "gASVewEAAAAAAAB9lCiMBGRhdGGUjBVudW1weS5jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsAhZRDAWKUh5RSlChLAUsCSwOGlGgFjAVkdHlwZZSTlIwCdTGUiYiHlFKUKEsDjAF8lE5OTkr/////Sv////9LAHSUYolDBgABAgMEBZR0lGKMAWaUaARoB0sAhZRoCYeUUpQoSwFLAoWUaA6MAmY0lImIh5RSlChLA4wBPJROTk5K/////0r/////SwB0lGKJQwgAAMA/AAAAwJR0lGKMA2JpZ5RoBGgHSwCFlGgJh5RSlChLAUsChZRoDowCaTKUiYiHlFKUKEsDjAE+lE5OTkr/////Sv////9LAHSUYolDBAABAQKUdJRijANvbmWUaAKMBnNjYWxhcpSTlGgOjAJmOJSJiIeUUpQoSwNoHk5OTkr/////Sv////9LAHSUYkMIAAAAAAAA0D+UhpRSlHUu",
    ];

    public static TheoryData<string> Plain => [.. PlainPickles];

    public static TheoryData<string> Arrays => [.. ArrayPickles];

    private static object? Read(byte[] bytes) => Pickle.Read(new MemoryStream(bytes), "p.pkl", NumpyResolver.Instance);

    [Theory, MemberData(nameof(Plain))]
    public void Plain_containers_come_back(string base64)
    {
        var root = Assert.IsType<PickleDictionary>(Read(Convert.FromBase64String(base64)));
        Assert.Equal(["a", "b", "t", "y", "n", "s"], root.Keys);
        Assert.Equal([1L, -2L, 300L, 70000L, 1L << 40, -BigInteger.Pow(2, 70)], Assert.IsType<List<object?>>(root["a"]));
        var tuple = Assert.IsType<object?[]>(root["b"]);
        Assert.Equal([1.5, null, true, false], tuple[..4]);
        Assert.Empty(Assert.IsType<object?[]>(tuple[4]));
        Assert.Equal("grüße", root["t"]);
        Assert.Equal([0, 255], Assert.IsType<byte[]>(root["y"]));
        var inner = Assert.IsType<PickleDictionary>(root["n"]);
        Assert.Equal((1L, "y"), (inner["x"], inner[2L]));
        Assert.Equal([3L], Assert.IsType<HashSet<object>>(root["s"]));
    }

    [Theory, MemberData(nameof(Arrays))]
    public void Arrays_come_back_in_little_endian_order(string base64)
    {
        var root = Read(Convert.FromBase64String(base64));
        var data = PickleValue.Entry<NumpyArray>(root, "data");
        Assert.Equal("u1", data.Type.Code);
        Assert.Equal([2, 3], data.Shape);
        Assert.Equal([0, 1, 2, 3, 4, 5], data.Bytes);
        Assert.Equal([.. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f)], PickleValue.Entry<NumpyArray>(root, "f").Bytes);
        Assert.Equal([1, 0, 2, 1], PickleValue.Entry<NumpyArray>(root, "big").Bytes);
        Assert.Equal(BitConverter.GetBytes(0.25), PickleValue.Entry<NumpyArray>(root, "one").Bytes);
    }

    [Theory]
    [InlineData("gAJjcG9zaXgKc3lzdGVtCnEAWAoAAABlY2hvIHB3bmVkcQGFcQJScQMu", "posix.system")]
    [InlineData("gASVJQAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAplY2hvIHB3bmVklIWUUpQu", "posix.system")]
    public void A_pickle_that_runs_a_program_is_refused_by_name(string base64, string name)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(Convert.FromBase64String(base64)));
        Assert.StartsWith("p.pkl: at byte ", error.Message);
        Assert.Contains($"refused the global {name}", error.Message);
    }

    [Theory]
    [InlineData("c__builtin__\neval\n.", "__builtin__.eval")]
    [InlineData("cbuiltins\ngetattr\n.", "builtins.getattr")]
    [InlineData("cnumpy\nload\n.", "numpy.load")]
    [InlineData("(icollections\nOrderedDict\n.", "0x69")]
    [InlineData("\u0082\u0001.", "0x82")]
    [InlineData("K\u0001)R.", "what is called is an integer")]
    [InlineData("]}b.", "a list")]
    [InlineData("K\u0001Q.", "persistent id")]
    [InlineData("h\u0007.", "number 7")]
    [InlineData("K\u0001.K\u0002", "follows")]
    [InlineData("K\u0001K\u0002.", "left over")]
    [InlineData(".", "empty")]
    [InlineData("}(K\u0001u.", "pair up")]
    [InlineData("}]K\u0001s.", "a key is a list")]
    [InlineData("a.", "empty")]
    [InlineData("t.", "MARK")]
    [InlineData("B\u00ff\u00ff\u00ff\u00ff.", "4294967295 bytes are declared")]
    [InlineData("\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff.", "are left")]
    [InlineData("X\u0001\u0000\u0000\u0000\u00ff.", "UTF-8")]
    [InlineData("\u008b\u0001\u0010\u0000\u0000.", "an integer's length is 4097")]
    public void What_is_no_plain_data_is_refused_with_its_place(string program, string reason)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["p.pkl"], [0x80, 2, .. Encoding.Latin1.GetBytes(program)]);
        var error = Assert.Throws<InvalidDataException>(() => Pickle.ReadFile(folder["p.pkl"], NumpyResolver.Instance, root => root));
        Assert.StartsWith($"{folder["p.pkl"]}: at byte ", error.Message);
        Assert.Contains(reason, error.Message);
    }

    // Stored under 0: a function; under 1: a text of 60,000 letters, or a list of as many items; under 2: "latin1".
    [Theory]
    [InlineData("c_codecs\nencode\n", "", "h\u0000h\u0001h\u0002\u0086R")]
    [InlineData("cbuiltins\nset\n", "K\u0001", "h\u0000h\u0001\u0085R")]
    [InlineData("ccollections\nOrderedDict\n", "K\u0001N\u0086", "h\u0000h\u0001\u0085R")]
    [InlineData("N", "", "}h\u0001Ns")]
    public void What_is_stored_once_is_not_gone_through_any_number_of_times(string function, string item, string use)
    {
        static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
        var stored = item.Length == 0 ? "X\u0060\u00ea\u0000\u0000" + new string('a', 60_000) : $"({Repeated(item, 60_000)}l";
        byte[] Program(int times) => [0x80, 2, .. Encoding.Latin1.GetBytes($"({function}q\u0000{stored}q\u0001X\u0006\u0000\u0000\u0000latin1q\u0002({Repeated(use, times)}lt.")];
        Assert.Equal(4, Assert.IsType<object?[]>(Read(Program(2))).Length);
        Assert.Contains("bytes of pickle repeat", Assert.Throws<InvalidDataException>(() => Read(Program(1000))).Message);
    }

    [Fact]
    public void Keys_of_equal_hashes_are_spread()
    {
        var keys = Enumerable.Range(0, 1000).Select(i => (object)(((long)i << 32) | (uint)i)).ToList();
        Assert.Single(keys.Select(key => key.GetHashCode()).Distinct());
        Assert.InRange(keys.Select(KeyComparer.Instance.GetHashCode).Distinct().Count(), 900, 1000);
    }

    [Fact]
    public void A_Python_2_str_is_text_when_short_and_bytes_when_long()
    {
        byte[] program = [0x80, 2, (byte)'U', 2, (byte)'h', 0xe9, (byte)'T', 3, 0, 0, 0, 1, 2, 3, 0x86, (byte)'.'];
        var pair = Assert.IsType<object?[]>(Read(program));
        Assert.Equal("hé", pair[0]);
        Assert.Equal([1, 2, 3], Assert.IsType<byte[]>(pair[1]));
        Assert.Equal([(byte)'h', 0xe9], PickleValue.Bytes(pair[0], "text"));
    }

    [Fact]
    public void The_stream_is_left_right_behind_the_pickle()
    {
        var stream = new MemoryStream([9, 9, 0x80, 2, (byte)'K', 5, (byte)'.', 0x80, 2, (byte)'K', 6, (byte)'.', 7]) { Position = 2 };
        Assert.Equal(5L, Pickle.Read(stream, "p", NumpyResolver.Instance));
        Assert.Equal(7, stream.Position);
        Assert.Equal(6L, Pickle.Read(stream, "p", NumpyResolver.Instance));
        Assert.Equal(7, stream.ReadByte());
    }

    [Fact]
    public void Damaged_pickles_are_read_or_refused()
    {
        foreach (var valid in PlainPickles.Concat(ArrayPickles)) Fuzz.Reader("a.pkl", Convert.FromBase64String(valid), path => Pickle.ReadFile(path, NumpyResolver.Instance, root => root), count: 200);
    }
}
