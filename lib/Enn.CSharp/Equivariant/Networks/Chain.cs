using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.Equivariant;

/// <summary>Layers one after the other, each intermediate result let go as soon as the next is there.</summary>
internal static class Chain
{
    internal static Tensor Run(IEnumerable<Module<Tensor, Tensor>> steps, Tensor input)
    {
        var h = input;
        foreach (var step in steps)
        {
            var next = step.call(h);
            if (!ReferenceEquals(h, input) && !ReferenceEquals(h, next)) h.Dispose();
            h = next;
        }
        return h;
    }
}
