using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.NonNegative;

/// <summary>Runs the steps of a transformed network one after the other.</summary>
internal static class Steps
{
    internal static Tensor Run(IReadOnlyList<Module<Tensor, Tensor>> steps, Tensor x, bool withoutShift)
    {
        for (var i = 0; i < steps.Count; i++) x = withoutShift && steps[i] is IShiftFree free ? free.WithoutShift(x) : steps[i].forward(x);
        return x;
    }
}
