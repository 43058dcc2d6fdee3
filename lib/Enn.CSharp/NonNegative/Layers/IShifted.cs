using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>A layer whose output is z + c: what follows it must know c.</summary>
public interface IShifted
{
    /// <summary>c, in a shape that broadcasts to the layer's output.</summary>
    Tensor Shift { get; }
}
