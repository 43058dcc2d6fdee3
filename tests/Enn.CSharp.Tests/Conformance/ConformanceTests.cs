using Enn.Conformance;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Conformance;

/// <summary>The official implementation's numbers, and cases that are none.</summary>
public class ConformanceTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "conformance");

    public static TheoryData<string> Known => [.. Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal)
        .Where(file => ModelRegistry.Knows(ConformanceCase.Read(file).Model)).Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Known))]
    public void Float64_runs_give_the_official_numbers(string file)
    {
        var result = ConformanceRunner.Run(ConformanceCase.Read(Path.Combine(Folder, file)));
        Assert.True(result.Passes, result.ToString());
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void Float32_runs_stay_near_them(string file)
    {
        var result = ConformanceRunner.Run(ConformanceCase.Read(Path.Combine(Folder, file)), ScalarType.Float32);
        Assert.True(result.Passes, result.ToString());
    }

    [Fact]
    public void Every_case_file_can_be_read() =>
        Assert.All(Directory.GetFiles(Folder, "*.json"), file => Assert.StartsWith(Path.GetFileName(file).Split("__")[0], ConformanceCase.Read(file).Id));

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1, 2]")]
    [InlineData("{\"id\": \"x\"")]
    [InlineData("not json")]
    [InlineData("")]
    public void A_file_that_is_no_case_is_named(string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            Assert.Contains(file, Assert.Throws<ConformanceException>(() => ConformanceCase.Read(file)).Message);
        }
        finally
        {
            File.Delete(file);
        }
        Assert.Contains("absent.json", Assert.Throws<ConformanceException>(() => ConformanceCase.Read("absent.json")).Message);
    }

    [Theory]
    [InlineData("\"parameters\"", "\"parameter\"", "parameter")]
    [InlineData("\"classes\": 10", "\"classes\": \"ten\"", "classes")]
    [InlineData("\"dtype\": \"float64\"", "\"dtype\": \"float16\"", "float16")]
    [InlineData("[\"conv1.weight\", [64", "[\"conv1.weight\", [\"a\"", "shape")]
    public void A_changed_case_is_refused_with_the_reason(string from, string to, string reason)
    {
        var text = File.ReadAllText(Path.Combine(Folder, "nonnegative__resnet18-c10.json"));
        Assert.Contains(from, text);
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text.Replace(from, to));
        Assert.Contains(reason, Assert.Throws<ConformanceException>(() => ConformanceCase.Read(file)).Message);
        File.Delete(file);
    }

    [Fact]
    public void An_unknown_model_or_argument_is_named()
    {
        var known = ConformanceCase.Read(Path.Combine(Folder, "nonnegative__resnet18-c10.json"));
        Assert.Contains("nonnegative.resnet19", Unknown(known with { Model = "nonnegative.resnet19" }).Replace("'resnet19'", "nonnegative.resnet19"));
        Assert.Contains("unheard.of", Unknown(known with { Model = "unheard.of" }));
        Assert.Contains("num_classes", Unknown(known with { Args = new Dictionary<string, System.Text.Json.JsonElement>() }));

        static string Unknown(ConformanceCase c) => Assert.Throws<ConformanceException>(() => ConformanceRunner.Run(c)).Message;
    }

    [Fact]
    public void A_wrong_number_fails_its_part_only()
    {
        var known = ConformanceCase.Read(Path.Combine(Folder, "nonnegative__resnet18-c10.json")) with { Train = null };
        var values = known.EvalLogits.Values.ToArray();
        values[3] += 1e-6 * values.Max(Math.Abs);
        var result = ConformanceRunner.Run(known with { EvalLogits = known.EvalLogits with { Values = values } });
        Assert.False(result.Passes);
        Assert.Contains("FAIL", result.ToString());
        Assert.True(result.Parts.First(p => p.Name == "state").Passes);
        Assert.InRange(result.Parts.First(p => p.Name == "eval").Error, 9e-7, 1.1e-6);

        var renamed = known with { State = [known.State[0] with { Key = "conv1.wrong" }, .. known.State.Skip(1)] };
        Assert.Contains("conv1.wrong", ConformanceRunner.Run(renamed).ToString());
    }

    [Fact]
    public void The_fill_formula_gives_these_values()
    {
        // Computed from the formula with arbitrary-precision integers.
        Assert.Equal(FillReference("conv1.weight", 3), Fill.Uniform("conv1.weight", 3));
        Near(1 + 0.1 * Fill.Uniform("bn1.weight", 1)[0], Fill.Value("bn1.weight", [4])[0].ToDouble());
        Near(0.1 * Fill.Uniform("bn1.bias", 1)[0], Fill.Value("bn1.bias", [4])[0].ToDouble());
        Near(Math.Sqrt(3.0 / 8) * Fill.Uniform("a.Q", 1)[0], Fill.Value("a.Q", [8, 2])[0, 0].ToDouble());
        Near(Math.Sqrt(3.0 * 8 / 32) * Fill.Uniform("a.weight", 1)[0], Fill.Value("a.weight", [8, 4])[0, 0].ToDouble());
        Assert.Equal([3, 0, 2, 4], Fill.Labels(4, 5).data<long>().ToArray().Select(v => (int)v));

        static void Near(double a, double b) => Assert.Equal(a, b, 1e-15);
    }

    private static double[] FillReference(string name, int count)
    {
        var modulus = System.Numerics.BigInteger.One << 64;
        uint crc = 0xFFFFFFFF;
        foreach (var b in System.Text.Encoding.UTF8.GetBytes(name))
        {
            crc ^= b;
            for (var i = 0; i < 8; i++) crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
        }
        return [.. Enumerable.Range(1, count).Select(k =>
        {
            var z = (((System.Numerics.BigInteger)(crc ^ 0xFFFFFFFF) << 32) + k * (System.Numerics.BigInteger)0x9E3779B97F4A7C15) % modulus;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % modulus;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB % modulus;
            z ^= z >> 31;
            return (double)(z >> 11) / Math.Pow(2, 52) - 1;
        })];
    }
}
