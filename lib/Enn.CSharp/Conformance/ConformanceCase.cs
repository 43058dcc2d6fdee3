using System.Text.Json;
using System.Text.Json.Serialization;

namespace Enn.Conformance;

/// <summary>What the official implementation of one paper computes for one model: the content of a file in tests/conformance (see its README).</summary>
public sealed record ConformanceCase
{
    private static readonly JsonSerializerOptions _options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The case's name, paper/model.</summary>
    public required string Id { get; init; }

    /// <summary>The model, paper.name.</summary>
    public required string Model { get; init; }

    /// <summary>The model's constructor arguments.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Args { get; init; }

    /// <summary>The type that the reference was computed in.</summary>
    public required string Dtype { get; init; }

    /// <summary>The input's label, shape and bounds.</summary>
    public required CaseInput Input { get; init; }

    /// <summary>How many classes labels are drawn from.</summary>
    public required int Classes { get; init; }

    /// <summary>Remarks for people.</summary>
    public string? Notes { get; init; }

    /// <summary>Every state-dict key with its shape, in order.</summary>
    [JsonConverter(typeof(StateEntriesConverter))]
    public required IReadOnlyList<StateEntry> State { get; init; }

    /// <summary>How many values are trainable.</summary>
    public required long Parameters { get; init; }

    /// <summary>The output in evaluation mode.</summary>
    public required CaseTensor EvalLogits { get; init; }

    /// <summary>What training gives; null where the case has none.</summary>
    public CaseTraining? Train { get; init; }

    /// <summary>Reads a case.</summary>
    /// <exception cref="ConformanceException">The file cannot be read or is no case; the message names it and says why.</exception>
    public static ConformanceCase Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var read = JsonSerializer.Deserialize<ConformanceCase>(stream, _options) ?? throw new JsonException("it holds null");
            read.Check();
            return read;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ConformanceException($"{path} is no conformance case: {e.Message}", e);
        }
    }

    private void Check()
    {
        if (Dtype != "float64") throw new JsonException($"the reference type is '{Dtype}' where only float64 is known");
        if (Classes < 1 || Input.Shape.Count == 0 || Input.Shape.Any(s => s < 1)) throw new JsonException("classes and input shape must be positive");
        if (EvalLogits.Values.Count != EvalLogits.Shape.Aggregate(1L, (p, s) => p * s)) throw new JsonException("eval_logits has another number of values than its shape says");
        if (Train is { } train && train.EvalLogitsAfter.Count != EvalLogits.Values.Count) throw new JsonException("eval_logits_after has another number of values than eval_logits");
        if (Train is { Losses.Count: 0 }) throw new JsonException("train has no losses");
    }
}

/// <summary>A case's input: low + (high - low) (u + 1) / 2 with u from the label.</summary>
public sealed record CaseInput(string Label, IReadOnlyList<long> Shape, double Low, double High);

/// <summary>A tensor's shape and values, row-major.</summary>
public sealed record CaseTensor(IReadOnlyList<long> Shape, IReadOnlyList<double> Values);

/// <summary>A state-dict key with its shape.</summary>
public sealed record StateEntry(string Key, IReadOnlyList<long> Shape);

/// <summary>The optimizer of a case.</summary>
public sealed record CaseOptimizer(string Name, double Lr, double Momentum);

/// <summary>Consecutive full-batch steps in training mode, and the evaluation-mode output after them.</summary>
/// <param name="Loss">The loss's name: cross_entropy.</param>
/// <param name="Optimizer">SGD with rate and momentum.</param>
/// <param name="Losses">The loss before each step.</param>
/// <param name="GradNorms">The first step's gradient norm of each parameter.</param>
/// <param name="EvalLogitsAfter">The output after the steps.</param>
public sealed record CaseTraining(string Loss, CaseOptimizer Optimizer, IReadOnlyList<double> Losses, IReadOnlyDictionary<string, double> GradNorms,
    IReadOnlyList<double> EvalLogitsAfter);
