using System.Reflection;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Torch.Tests;

/// <summary>Operator calls compared with what PyTorch computed: golden/operators.json, written by golden/make.py.</summary>
public class GoldenTests
{
    private static readonly JsonElement _golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "operators.json"))).RootElement;

    [Fact]
    public void Operators_compute_what_PyTorch_computes()
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var item in _golden.GetProperty("cases").EnumerateArray())
        {
            count++;
            var method = item.GetProperty("method").GetString()!;
            try
            {
                var arguments = item.GetProperty("arguments").EnumerateArray().Select(Decode).ToArray();
                var actual = Results(Invoke(method, arguments));
                var expected = item.GetProperty("result").EnumerateArray().Select(Decode).ToArray();
                if (actual.Length < expected.Length) throw new InvalidOperationException($"{actual.Length} results instead of {expected.Length}");
                for (var i = 0; i < expected.Length; i++) Compare(expected[i], actual[i]);
            }
            catch (Exception e)
            {
                failures.Add($"{method} of case {count}: {(e as TargetInvocationException)?.InnerException?.Message ?? e.Message}");
            }
        }
        Assert.True(count >= 200, $"only {count} cases");
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} differ:\n{string.Join("\n", failures)}");
    }

    public static TheoryData<int> Places => [.. Enumerable.Range(0, _golden.GetProperty("indexing").GetArrayLength())];

    [Theory, MemberData(nameof(Places))]
    public void Indexing_reads_and_writes_as_in_Python(int place)
    {
        var item = _golden.GetProperty("indexing")[place];
        var x = (Tensor)Decode(_golden.GetProperty("x"))!;
        var indices = item.GetProperty("index").EnumerateArray().Select(Position).ToArray();
        Compare((Tensor)Decode(item.GetProperty("result"))!, x.index(indices));
        Compare((Tensor)Decode(item.GetProperty("result"))!, x[indices]);
        x[indices] = 7.5;
        Compare((Tensor)Decode(item.GetProperty("put"))!, x);
    }

    private static TensorIndex Position(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.Number => item.GetInt64(),
        JsonValueKind.Null => TensorIndex.None,
        JsonValueKind.True or JsonValueKind.False => TensorIndex.Bool(item.GetBoolean()),
        _ when item.TryGetProperty("ellipsis", out _) => TensorIndex.Ellipsis,
        _ when item.TryGetProperty("slice", out var s) => TensorIndex.Slice(Bound(s[0]), Bound(s[1]), Bound(s[2])),
        _ => TensorIndex.Tensor((Tensor)Decode(item)!),
    };

    private static long? Bound(JsonElement item) => item.ValueKind == JsonValueKind.Null ? null : item.GetInt64();

    private static object? Decode(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.Number => item.GetRawText().AsSpan().IndexOfAny(".eE") >= 0 ? (object)item.GetDouble() : item.GetInt64(),
        JsonValueKind.True or JsonValueKind.False => item.GetBoolean(),
        JsonValueKind.String => item.GetString(),
        JsonValueKind.Array => item.EnumerateArray().Select(Decode).ToArray(),
        JsonValueKind.Object => ReadTensor(item),
        _ => null,
    };

    private static Tensor ReadTensor(JsonElement item)
    {
        var values = item.GetProperty("data").EnumerateArray().Select(v => v.ValueKind switch
        {
            JsonValueKind.String => v.GetString() switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.NaN },
            JsonValueKind.True => 1.0,
            JsonValueKind.False => 0.0,
            _ => v.GetDouble(),
        }).ToArray();
        var type = item.GetProperty("dtype").GetString() switch
        {
            "float64" => float64,
            "float32" => float32,
            "int64" => int64,
            "int32" => int32,
            "bool" => @bool,
            var other => throw new InvalidDataException($"element type {other}"),
        };
        return tensor(values, [.. item.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64())], dtype: type);
    }

    /// <summary>Calls the first overload that takes these arguments, those with the fewest left to their defaults first.</summary>
    private static object Invoke(string method, object?[] arguments)
    {
        var dot = method.LastIndexOf('.');
        var owner = method[..dot] switch
        {
            "Tensor" => typeof(Tensor),
            "torch" => typeof(torch),
            "torch.linalg" => typeof(linalg),
            "torch.special" => typeof(special),
            var other => throw new InvalidDataException(other),
        };
        var self = owner == typeof(Tensor) ? arguments[0] : null;
        var rest = self is null ? arguments : arguments[1..];
        var overloads = owner.GetMethods().Where(m => m.Name == method[(dot + 1)..] && m.IsStatic == self is null && !m.GetParameters().Any(p => p.ParameterType.IsByRefLike))
            .OrderBy(m => m.GetParameters().Length);
        foreach (var overload in overloads)
        {
            if (Fit(overload.GetParameters(), rest) is { } fitted) return overload.Invoke(self, fitted)!;
        }
        throw new MissingMethodException($"no overload takes {string.Join(", ", rest.Select(a => a?.GetType().Name ?? "null"))}");
    }

    private static object?[]? Fit(ParameterInfo[] parameters, object?[] arguments)
    {
        if (parameters.Length < arguments.Length) return null;
        var fitted = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            if (i >= arguments.Length)
            {
                if (!parameters[i].HasDefaultValue) return null;
                fitted[i] = parameters[i].DefaultValue;
                if (parameters[i].ParameterType.IsEnum) fitted[i] = Enum.ToObject(parameters[i].ParameterType, fitted[i]!);
            }
            else if (!Convert(arguments[i], parameters[i].ParameterType, out fitted[i])) return null;
        }
        return fitted;
    }

    private static bool Convert(object? value, Type type, out object? converted)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        converted = (value, type) switch
        {
            (long n, _) when type == typeof(long) => n,
            (long n, _) when type == typeof(int) => (int)n,
            (long n, _) when type == typeof(Scalar) => (Scalar)n,
            (double d, _) when type == typeof(Scalar) => (Scalar)d,
            (double d, _) when type == typeof(double) => d,
            (double d, _) when type == typeof(float) => (float)d,
            (long n, _) when type == typeof(double) => (double)n,
            (object?[] list, _) when type == typeof(long[]) && list.All(x => x is long) => list.Cast<long>().ToArray(),
            (object?[] list, _) when type.IsAssignableFrom(typeof(Tensor[])) && list.All(x => x is Tensor) => list.Cast<Tensor>().ToArray(),
            (bool or string or Tensor, _) when type.IsInstanceOfType(value) => value,
            _ => null,
        };
        return converted is not null;
    }

    private static object[] Results(object result) => result switch
    {
        Tensor[] list => list,
        System.Runtime.CompilerServices.ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i]!)],
        _ => [result],
    };

    private static void Compare(object? expected, object actual)
    {
        if (expected is not Tensor e)
        {
            Assert.Equal(expected, actual is Tensor t ? (object)t.ToDouble() : actual);
            return;
        }
        var a = (Tensor)actual;
        Assert.Equal(e.dtype, a.dtype);
        Assert.Equal(e.shape, a.shape);
        var (rtol, atol) = e.dtype == float32 ? (1e-5, 1e-6) : (1e-9, 1e-10);
        if (!a.allclose(e, rtol, atol, equal_nan: true)) Assert.Fail($"expected {e.str()}\nbut got {a.str()}");
    }
}
