using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eigen;

/// <summary>A unit that learns on its own: forward, a local cross-entropy, backpropagation within the unit, a step of its own optimizer.</summary>
/// <param name="unit">The unit.</param>
/// <param name="logits">Its output to logits [B, K]; null where its output is logits already.</param>
/// <param name="optimizer">The optimizer over its parameters.</param>
public sealed class LocalLearner(NetworkUnit unit, Func<Tensor, Tensor>? logits, FactorOptimizer optimizer)
{
    /// <summary>The unit.</summary>
    public NetworkUnit Unit => unit;

    /// <summary>Its optimizer.</summary>
    public FactorOptimizer Optimizer => optimizer;

    /// <summary>One step.</summary>
    /// <param name="input">The output of the unit before, without gradient.</param>
    /// <param name="labels">Classes, int64 [B].</param>
    /// <param name="emit">
    /// Given the unit's output as soon as it is there: computed by the parameters before the step, without gradient, owned by the receiver, not to be written to.
    /// </param>
    /// <returns>The cross-entropy before the step.</returns>
    public double Step(Tensor input, Tensor labels, Action<Tensor>? emit)
    {
        using var scope = NewDisposeScope();
        optimizer.ZeroGrad();
        var output = unit.Forward(input);
        emit?.Invoke(output.detach().DetachFromDisposeScope());
        var loss = functional.cross_entropy(logits is null ? output : logits(output), labels);
        loss.backward();
        optimizer.Step();
        return loss.ToDouble();
    }
}
