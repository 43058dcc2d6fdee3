using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Equivariant;

/// <summary>
/// The free weight of a group convolution as the full weight of an ordinary one, by one gather: Wf[o, g, i, h] = L_g W[o, i, perm_g[h]].
/// Where each value comes from is computed once for each group, number of inputs and kernel. Each free value occurs exactly n times, so the gradient is a
/// gather too: deterministic, without scattered additions.
/// </summary>
internal sealed class WeightGather
{
    private static readonly ConcurrentDictionary<(PlanarGroup, long, bool, int), WeightGather> Known = [];

    private readonly int _order;
    private readonly long _inputs;
    private readonly int _kernel;
    private readonly long[] _from;
    private readonly ConcurrentDictionary<string, (Tensor From, Tensor To)> _onDevice = [];

    private WeightGather(FeatureField input, int kernel)
    {
        (_order, _inputs, _kernel) = (input.Group.Order, input.Channels, kernel);
        _from = Sources(input, kernel);
    }

    /// <summary>The gather for these inputs and kernel.</summary>
    internal static WeightGather Of(FeatureField input, int kernel) =>
        Known.GetOrAdd((input.Group, input.Fields, input.IsRegular, kernel), _ => new WeightGather(input, kernel));

    /// <summary>[Co, ...] -&gt; [Co n, input channels, k, k].</summary>
    internal Tensor Expand(Tensor weight) => Gather.apply(weight, this);

    private Tensor Forward(Tensor weight)
    {
        using var scope = NewDisposeScope();
        var outputs = weight.size(0);
        return weight.reshape(outputs, -1).index_select(1, Index(weight.device).From).view(outputs * _order, _inputs, _kernel, _kernel).MoveToOuterDisposeScope();
    }

    private Tensor Backward(Tensor grad, long[] shape)
    {
        using var scope = NewDisposeScope();
        return grad.reshape(shape[0], -1).index_select(1, Index(grad.device).To).view(shape[0], -1, _order).sum(2).view(shape).MoveToOuterDisposeScope();
    }

    private (Tensor From, Tensor To) Index(Device device) => _onDevice.GetOrAdd(device.ToString(), _ =>
    {
        // A stable sort puts the n places of each free value beside each other, in their order.
        var to = Enumerable.Range(0, _from.Length).OrderBy(place => _from[place]).Select(place => (long)place).ToArray();
        return (tensor(_from, ScalarType.Int64, device).DetachFromDisposeScope(), tensor(to, ScalarType.Int64, device).DetachFromDisposeScope());
    });

    // ((i n + perm_g[h]) k k + sp_g[u]) for [g, i, h, u]; an image has one h.
    private static long[] Sources(FeatureField input, int kernel)
    {
        var (group, width, pixels) = (input.Group, (int)input.Width, kernel * kernel);
        var from = new long[group.Order * input.Channels * pixels];
        var at = 0;
        foreach (var g in group.Elements)
        {
            var (element, pixel) = (group.Permutation(g), group.PixelPermutation(g, kernel));
            for (var i = 0L; i < input.Fields; i++)
                for (var h = 0; h < width; h++)
                    for (var u = 0; u < pixels; u++)
                        from[at++] = (i * width + (input.IsRegular ? element[h] : 0)) * pixels + pixel[u];
        }
        return from;
    }

    private sealed class Gather : autograd.SingleTensorFunction<Gather>
    {
        public override string Name => nameof(WeightGather);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (weight, gather) = ((Tensor)vars[0], (WeightGather)vars[1]);
            ctx.save_data("gather", gather);
            ctx.save_data("shape", weight.shape);
            return gather.Forward(weight);
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            [((WeightGather)ctx.get_data("gather")).Backward(grad_output, (long[])ctx.get_data("shape")), null!];
    }
}
