using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Conformance;

/// <summary>A model as a case asks for it.</summary>
/// <param name="Module">The model; its state dict has the official keys.</param>
/// <param name="Logits">What the case calls its output, given the input: most often <c>Module.forward</c>, flattened where the case's head says so.</param>
public sealed record ConformanceModel(Module Module, Func<Tensor, Tensor> Logits)
{
    /// <summary>What is added to the cross-entropy in training, e.g. an orthonormality penalty; null for nothing.</summary>
    public Func<Tensor>? Penalty { get; init; }

    /// <summary>Sets the state from the fill formula; null for all entries of the state dict.</summary>
    public Action? Fill { get; init; }

    /// <summary>The entries of the state dict that count as state; null for all.</summary>
    public Func<string, bool>? CountsAsState { get; init; }

    /// <summary>
    /// Other networks that must give the same evaluation logits (the transformed twin of a non-negative case), by what the report calls them. They are made
    /// when the weights are in place, with the case's input.
    /// </summary>
    public Func<Tensor, IReadOnlyDictionary<string, Func<Tensor, Tensor>>>? Twins { get; init; }

    /// <summary>
    /// Whether float32 training says nothing after the first step: a net so deep, on a batch so small, that the official code's own float32 gradients differ from its
    /// float64 ones by a hundredth and more.
    /// </summary>
    public bool AmplifiesRounding { get; init; }

    /// <summary>The model that a module is without further ado.</summary>
    public static ConformanceModel Of(Module<Tensor, Tensor> module) => new(module, module.forward);
}
