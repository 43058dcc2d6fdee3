using Enn.Torch.Core;
using TorchSharp.Modules;

namespace Enn.Torch;

/// <summary>Whole steps of special optimizers in one native call each, over the parameters that have a gradient. Keep one object for each optimizer: it keeps its arrays.</summary>
public sealed unsafe class FusedSteps
{
    private readonly FusedArrays _arrays = new();

    /// <summary>p = max(0, p - lr g).</summary>
    public void ClippedSgd(IReadOnlyList<Parameter> parameters, double lr)
    {
        try
        {
            Collect(parameters);
            if (_arrays.Count > 0) _arrays.Check(Native.enn_clipped_sgd_step(_arrays.Parameters, _arrays.Gradients, _arrays.Count, lr), nameof(ClippedSgd));
        }
        finally
        {
            _arrays.Clear();
            GC.KeepAlive(parameters);
        }
    }

    /// <summary>p -= lrOut |p| tanh(lrIn g), which for p >= 0 is p *= 1 - lrOut tanh(lrIn g).</summary>
    public void Multiplicative(IReadOnlyList<Parameter> parameters, double lrIn, double lrOut)
    {
        try
        {
            Collect(parameters);
            if (_arrays.Count > 0) _arrays.Check(Native.enn_multiplicative_step(_arrays.Parameters, _arrays.Gradients, _arrays.Count, lrIn, lrOut), nameof(Multiplicative));
        }
        finally
        {
            _arrays.Clear();
            GC.KeepAlive(parameters);
        }
    }

    private void Collect(IReadOnlyList<Parameter> parameters)
    {
        _arrays.Begin(parameters.Count);
        for (var i = 0; i < parameters.Count; i++)
            if (FusedArrays.GradientOf(parameters[i]) is var gradient && gradient != IntPtr.Zero) _arrays.Add(parameters[i], gradient);
    }
}
