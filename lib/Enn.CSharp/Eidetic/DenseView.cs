using static TorchSharp.torch;

namespace Enn.Eidetic;

/// <summary>
/// The network as the official code stores it: for each layer one dense weight, with zeros where a neuron reads what it may not or is pruned. Sealed neurons have
/// their normalisation in the weight; theirs is stored as one that changes nothing.
/// </summary>
internal static class DenseView
{
    /// <summary>All entries under the official keys, in the official order; heads that have never been in training are left out.</summary>
    public static Dictionary<string, Tensor> Of(EideticNetwork network)
    {
        using var _ = no_grad();
        var state = new Dictionary<string, Tensor>();
        foreach (var layer in network.Layers) Add(state, network, layer);
        for (var task = 0; task < network.Tasks.Count; task++) AddHead(state, network, task);
        return state;
    }

    private static void Add(Dictionary<string, Tensor> state, EideticNetwork network, EideticLayer layer)
    {
        Tensor New(params long[] shape) => zeros(shape, network.Dtype, network.Device).DetachFromDisposeScope();
        var phase = network.Active;
        var rows = layer.To.Size;
        var weight = state[$"{layer.Key}.weight"] = New(layer.Connection.Shape(rows, layer.From.Size));
        var bias = layer.HasBias ? state[$"{layer.Key}.bias"] = New(rows) : null;
        var norm = layer.NormKey is null ? null : NewNorm(state, layer, New);
        foreach (var (block, visit) in layer.Sealed.Select((block, visit) => (block, visit)))
        {
            if (block is null) continue;
            var neurons = layer.To.Segments[visit].Neurons;
            Put(layer, weight, neurons, Columns(layer.From, block.Reads), block.Block.Weight);
            (bias ?? norm?["bias"])?.index_copy_(0, Index(neurons), block.Block.Bias!);
        }
        if (phase is null || !phase.Blocks.TryGetValue(layer, out var active)) return;
        var kept = phase.Kept(layer.To);
        if (active.Carried is { } carried) Put(layer, weight, kept, Columns(layer.From, active.Reads), carried);
        if (active.Weight is { } own) Put(layer, weight, kept, layer.From.IsInput ? Columns(layer.From, []) : [.. phase.Kept(layer.From)], own);
        if (active.Bias is { } shift) bias!.index_copy_(0, Index(kept), shift);
        if (active.Norm is { } live)
            foreach (var (name, value) in live.state_dict())
                if (value.ndim == 0) norm![name].copy_(value);
                else norm![name].index_copy_(0, Index(kept), value);

        Tensor Index(IReadOnlyList<int> neurons) => DenseView.Index(network, neurons);
    }

    private static void AddHead(Dictionary<string, Tensor> state, EideticNetwork network, int task)
    {
        var phase = network.Active?.Task == task ? network.Active : null;
        if (phase is null && !network.IsSealed(task)) return;
        var weight = state[$"{EideticNetwork.HeadKey(task)}.weight"] = zeros([network.Tasks[task].Outputs, network.Output.Size], network.Dtype, network.Device).DetachFromDisposeScope();
        if (phase is null)
        {
            var (block, reads) = network.Heads[task];
            if (Columns(network.Output, reads) is { Length: > 0 } columns) weight.index_copy_(1, Index(network, columns), block.Weight);
            state[$"{EideticNetwork.HeadKey(task)}.bias"] = block.Bias!.clone().DetachFromDisposeScope();
            return;
        }
        var head = phase.HeadBlock;
        if (head.Carried is { } carried) weight.index_copy_(1, Index(network, Columns(network.Output, head.Reads)), carried);
        if (head.Weight is { } own) weight.index_copy_(1, Index(network, phase.Kept(network.Output)), own);
        state[$"{EideticNetwork.HeadKey(task)}.bias"] = head.Bias!.detach().clone().DetachFromDisposeScope();
    }

    /// <summary>A normalisation that changes nothing: (x - 0) / sqrt(var + eps) * 1 + 0 with var = 1 - eps.</summary>
    private static Dictionary<string, Tensor> NewNorm(Dictionary<string, Tensor> state, EideticLayer layer, Func<long[], Tensor> make)
    {
        using var template = layer.Connection.Norm(1);
        var norm = new Dictionary<string, Tensor>();
        foreach (var (name, value) in template.state_dict())
        {
            norm[name] = value.ndim == 0 ? value.clone().DetachFromDisposeScope() : make([layer.To.Size]);
            if (name == "weight") norm[name].fill_(1);
            if (name == "running_var") norm[name].fill_(1 - template.eps);
            state[$"{layer.NormKey}.{name}"] = norm[name];
        }
        return norm;
    }

    private static int[] Columns(ChannelGroup from, IReadOnlyList<int> reads) =>
        from.IsInput ? [.. Enumerable.Range(0, from.Size)] : [.. reads.SelectMany(visit => from.Segments[visit].Neurons)];

    private static Tensor Index(EideticNetwork network, IReadOnlyList<int> neurons) => tensor([.. neurons.Select(n => (long)n)], device: network.Device);

    private static void Put(EideticLayer layer, Tensor weight, IReadOnlyList<int> rows, int[] columns, Tensor block)
    {
        if (columns.Length == 0 || rows.Count == 0) return;
        using var scope = NewDisposeScope();
        // Values of a channel that lie side by side move together.
        var wide = weight.view(weight.size(0), layer.From.Size, -1);
        var row = tensor([.. rows.Select(r => (long)r)], device: weight.device);
        var column = tensor([.. columns.Select(c => (long)c)], device: weight.device);
        var whole = wide.index_select(0, row);
        whole.index_copy_(1, column, block.reshape(rows.Count, columns.Length, -1));
        wide.index_copy_(0, row, whole);
    }
}
