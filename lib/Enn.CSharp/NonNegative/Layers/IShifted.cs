using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>A layer whose output is z + c: what follows it must know c.</summary>
public interface IShifted
{
    /// <summary>c, in a shape that broadcasts to the layer's output.</summary>
    Tensor Shift { get; }
}

/// <summary>A step of a transformed network that can also be computed with c left out, which is how the fused path runs it.</summary>
public interface IShiftFree
{
    /// <summary>What the original network computes here: z in place of z' for a layer, g(z) for a shifted activation.</summary>
    Tensor WithoutShift(Tensor x);
}
