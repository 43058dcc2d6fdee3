using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Eigen;

/// <summary>AdamW's and SGD's memory as named tensors, for checkpoints.</summary>
internal static class OptimizerTensors
{
    /// <summary>Copies of all that the optimizer remembers.</summary>
    internal static Dictionary<string, Tensor> Capture(optim.Optimizer optimizer)
    {
        using var _ = no_grad();
        var tensors = new Dictionary<string, Tensor>();
        foreach (var (state, i) in States(optimizer))
        {
            if (state is AdamW.State { exp_avg: { } average, exp_avg_sq: { } square } adam)
            {
                tensors[$"{i}.step"] = tensor(adam.step);
                tensors[$"{i}.exp_avg"] = average.cpu().clone();
                tensors[$"{i}.exp_avg_sq"] = square.cpu().clone();
            }
            else if (state is SGD.State { momentum_buffer: { } buffer }) tensors[$"{i}.momentum_buffer"] = buffer.cpu().clone();
        }
        return tensors;
    }

    /// <summary>Puts them back.</summary>
    /// <exception cref="ArgumentException">They are not of this optimizer.</exception>
    internal static void Restore(optim.Optimizer optimizer, IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var _ = no_grad();
        var parameters = optimizer.parameters().ToList();
        foreach (var (state, i) in States(optimizer))
        {
            Tensor? Value(string name)
            {
                if (!tensors.TryGetValue($"{i}.{name}", out var value)) return null;
                if (name != "step" && !value.shape.AsSpan().SequenceEqual(parameters[i].shape))
                    throw new ArgumentException($"'{i}.{name}' is [{string.Join(",", value.shape)}] where the parameter is [{string.Join(",", parameters[i].shape)}].", nameof(tensors));
                return value;
            }
            // What was not there yet starts from nothing again.
            Tensor? Buffer(string name) => Value(name) is { } value ? zeros_like(parameters[i]).copy_(value).DetachFromDisposeScope() : null;
            if (state is AdamW.State adam)
            {
                adam.step = Value("step")?.item<long>() ?? 0;
                adam.exp_avg = Buffer("exp_avg") ?? zeros_like(parameters[i]).DetachFromDisposeScope();
                adam.exp_avg_sq = Buffer("exp_avg_sq") ?? zeros_like(parameters[i]).DetachFromDisposeScope();
            }
            else if (state is SGD.State sgd) sgd.momentum_buffer = Buffer("momentum_buffer")!;
        }
    }

    private static IEnumerable<(OptimizerState State, int Index)> States(optim.Optimizer optimizer) => ((OptimizerHelper)optimizer).state_dict().State.Select((state, i) => (state, i));
}
