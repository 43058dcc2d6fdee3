using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Equivariant;

/// <summary>Multiply-adds of one forward pass, as the paper counts them: with the full weights of group convolutions, every pixel of them where a pool follows.</summary>
/// <param name="Products">Of convolutions and linear layers.</param>
/// <param name="Aggregations">Of laying generated kernels over values.</param>
public sealed record MultiplyAdds(long Products, long Aggregations)
{
    /// <summary>Both together.</summary>
    public long Total => Products + Aggregations;

    /// <summary>Counts while the network looks at an input, in evaluation mode and without gradients.</summary>
    public static MultiplyAdds Of(Module<Tensor, Tensor> network, Tensor input)
    {
        var (products, aggregations) = (0L, 0L);
        var remove = new List<Action>();
        foreach (var layer in network.modules().Prepend(network).OfType<Module<Tensor, Tensor>>())
        {
            var hook = layer.register_forward_hook((module, x, y) =>
            {
                products += Product(module, x, y);
                if (module is E4Layer e4) aggregations += y.numel() * e4.Options.Kernel * e4.Options.Kernel;
                return y;
            });
            remove.Add(hook.remove);
        }
        var training = network.training;
        network.eval();
        try
        {
            using var _ = no_grad();
            using var scope = NewDisposeScope();
            network.call(input);
            return new(products, aggregations);
        }
        finally
        {
            network.train(training);
            foreach (var action in remove) action();
        }
    }

    private static long Product(Module<Tensor, Tensor> module, Tensor x, Tensor y) => module switch
    {
        // Before its pool it has a result for each pixel of its input.
        GroupConvolution convolution => x.size(0) * x.size(2) * x.size(3) * convolution.Weight.numel() * convolution.Input.Group.Order,
        PointwiseConvolution convolution => y.numel() * convolution.Input.Fields,
        Conv2d convolution => y.numel() / y.size(1) * convolution.weight!.numel(),
        Linear linear => x.size(0) * linear.weight!.numel(),
        _ => 0,
    };
}
