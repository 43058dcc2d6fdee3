using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Eidetic;

/// <summary>A frozen piece of a layer: plain tensors that no optimizer ever sees, with the batch normalisation folded in.</summary>
/// <param name="Weight">[outputs, inputs, ...].</param>
/// <param name="Bias">[outputs]; null where the layer has neither bias nor normalisation.</param>
internal sealed record DenseBlock(Tensor Weight, Tensor? Bias) : IDisposable
{
    /// <summary>Numbers held.</summary>
    public long Numbers => Weight.numel() + (Bias?.numel() ?? 0);

    /// <summary>Whether all numbers are finite.</summary>
    public bool IsFinite
    {
        get
        {
            using var scope = NewDisposeScope();
            return Weight.isfinite().all().item<bool>() && (Bias is null || Bias.isfinite().all().item<bool>());
        }
    }

    /// <summary>The same numbers in another type or place.</summary>
    public DenseBlock To(Device device, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        return Frozen(Weight.to(dtype).to(device), Bias?.to(dtype).to(device));
    }

    /// <summary>A block of its own memory that no dispose scope owns.</summary>
    public static DenseBlock Frozen(Tensor weight, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        return new(Own(weight), bias is null ? null : Own(bias));

        static Tensor Own(Tensor tensor) => tensor.detach().contiguous().clone().DetachFromDisposeScope();
    }

    public void Dispose()
    {
        Weight.Dispose();
        Bias?.Dispose();
    }
}

/// <summary>What a layer computes for the neurons that one visit sealed. Its shape never changes, so its results are the same bits for ever.</summary>
/// <param name="Block">Rows: the visit's neurons. Columns: those of the visits read, in order; of the network's input all.</param>
/// <param name="Reads">The visits whose neurons it reads, the last one being its own.</param>
internal sealed record SealedBlock(DenseBlock Block, IReadOnlyList<int> Reads);
