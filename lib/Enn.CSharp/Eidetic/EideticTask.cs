using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eidetic;

/// <summary>A task: a head with this many outputs.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="Outputs">Rows of the head. Labels are output numbers, 0 to Outputs - 1.</param>
public sealed record EideticTask(string Name, int Outputs)
{
    /// <summary>The outputs that the task uses, ascending; null for all. Others never win and take no part in the loss.</summary>
    public IReadOnlyList<int>? Classes { get; init; }

    /// <exception cref="ArgumentException">No outputs, no classes, or a class that is no output.</exception>
    internal EideticTask Checked() => Outputs >= 1 && (Classes is null || (Classes.Count > 0 && Classes.All(c => c >= 0 && c < Outputs)))
        ? this
        : throw new ArgumentException($"Task {Name} needs at least one output, and classes among them.");

    /// <summary>Cross-entropy over the task's classes, the mean over samples.</summary>
    /// <param name="logits">[B, Outputs].</param>
    /// <param name="labels">int64 [B], each among the task's classes.</param>
    /// <exception cref="ArgumentException">A label is not (looked for on the CPU only, where it costs no waiting; elsewhere the loss is infinite).</exception>
    public Tensor Loss(Tensor logits, Tensor labels)
    {
        if (Classes is null) return functional.cross_entropy(logits, labels);
        using var scope = NewDisposeScope();
        var unused = Unused(logits.device);
        if (logits.device_type == DeviceType.CPU && labels.masked_select(unused.index_select(0, labels)) is { } strange && strange.numel() > 0)
            throw new ArgumentException($"Label {strange[0].item<long>()} is no class of task {Name}; those are {string.Join(", ", Classes)}.", nameof(labels));
        return functional.cross_entropy(logits.masked_fill(unused, double.NegativeInfinity), labels).MoveToOuterDisposeScope();
    }

    /// <summary>The arg max over the task's classes: int64 [B], output numbers.</summary>
    /// <param name="logits">[B, Outputs].</param>
    public Tensor Predict(Tensor logits)
    {
        if (Classes is null) return logits.argmax(1);
        using var scope = NewDisposeScope();
        return logits.masked_fill(Unused(logits.device), double.NegativeInfinity).argmax(1).MoveToOuterDisposeScope();
    }

    private Tensor Unused(Device device)
    {
        var unused = ones([Outputs], ScalarType.Bool, device);
        unused[tensor([.. Classes!.Select(c => (long)c)], device: device)] = false;
        return unused;
    }
}
