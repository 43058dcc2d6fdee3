using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Eidetic;

/// <summary>
/// The part of a layer that trains: rows of free neurons only, split by what they read, so that backward computes no gradient for what is owned.
/// </summary>
internal sealed class TrainableBlock : Module
{
    private readonly Parameter? weight;
    private readonly Parameter? carried;
    private readonly Parameter? bias;

    /// <param name="weight">For free inputs, or the network's input; null if there are none.</param>
    /// <param name="carried">For owned inputs: the forward transfer; null if there are none.</param>
    /// <param name="bias">[rows], or null.</param>
    /// <param name="norm">The normalisation behind it, or null.</param>
    /// <param name="reads">The visits whose neurons <paramref name="carried"/> has columns for, in order.</param>
    public TrainableBlock(Tensor? weight, Tensor? carried, Tensor? bias, BatchNorm? norm, IReadOnlyList<int> reads) : base(nameof(TrainableBlock))
    {
        this.weight = weight is null ? null : Parameter(weight);
        this.carried = carried is null ? null : Parameter(carried);
        this.bias = bias is null ? null : Parameter(bias);
        (Reads, Normalisation) = (reads, norm is null ? null : new Held(norm));
        RegisterComponents();
    }

    public Parameter? Weight => weight;

    public Parameter? Carried => carried;

    public Parameter? Bias => bias;

    public IReadOnlyList<int> Reads { get; }

    /// <summary>The normalisation behind this block. It stands beside the block in the state dict, not below it.</summary>
    public BatchNorm? Norm => Normalisation?.Norm;

    public long Rows => (weight ?? carried)?.size(0) ?? bias?.size(0) ?? 0;

    private Held? Normalisation { get; }

    /// <summary>The direct output, before the normalisation; null if there is nothing to read.</summary>
    public Tensor? Forward(Connection connection, Tensor? free, Tensor? owned)
    {
        if (carried is null || owned is null) return weight is null || free is null ? null : connection.Apply(free, weight, bias);
        var sum = connection.Apply(owned, carried, bias);
        return weight is null || free is null ? sum : connection.Accumulate(sum, free, weight);
    }

    /// <summary>A copy with some of the rows and some of the free inputs.</summary>
    /// <param name="connection">The layer's.</param>
    /// <param name="rows">int64; null for all.</param>
    /// <param name="inputs">int64; null for all.</param>
    public TrainableBlock Select(Connection connection, Tensor? rows, Tensor? inputs)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        Tensor? Rows(Tensor? t) => t is null ? null : rows is null ? t.clone() : t.index_select(0, rows);
        var own = weight is null ? null : connection.Gather(weight, rows, inputs);
        return new TrainableBlock(own, Rows(carried), Rows(bias), Norm is null ? null : Select(connection, Norm, rows), Reads);
    }

    /// <summary>Columns for owned and free inputs side by side, the normalisation folded in.</summary>
    public DenseBlock Fold()
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] columns = [.. new Tensor?[] { carried, weight }.OfType<Tensor>()];
        // A head whose task has no neuron to read is its bias alone.
        var joined = columns.Length switch { 0 => zeros([bias!.size(0), 0], bias.dtype, bias.device), 1 => columns[0], _ => cat(columns, 1) };
        return Norm is null ? DenseBlock.Frozen(joined, bias) : Fold(joined, Norm);
    }

    private DenseBlock Fold(Tensor joined, BatchNorm norm)
    {
        var (folded, shift) = Training.BatchNormFolding.Fold(joined, bias, norm);
        return DenseBlock.Frozen(folded, shift);
    }

    private static BatchNorm Select(Connection connection, BatchNorm norm, Tensor? rows)
    {
        var copy = connection.Norm(rows?.numel() ?? norm.weight!.numel());
        copy.to(norm.weight!.dtype);
        copy.to(norm.weight.device);
        var source = norm.state_dict();
        foreach (var (name, value) in copy.state_dict()) value.copy_(rows is null || value.ndim == 0 ? source[name] : source[name].index_select(0, rows));
        copy.train(norm.training);
        return copy;
    }

    /// <summary>Keeps a module from becoming a component.</summary>
    private sealed record Held(BatchNorm Norm);
}
