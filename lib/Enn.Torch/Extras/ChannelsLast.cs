using Enn.Torch.Core;
using static TorchSharp.torch;

namespace Enn.Torch;

/// <summary>The memory order N, H, W, C under the shape [N, C, H, W]: what convolutions run fastest in.</summary>
public static class ChannelsLast
{
    private const int Order = 2;
    private static readonly Op _contiguous = "contiguous", _setData = "set_data";

    /// <summary>The same values in channels-last order (the tensor itself where they are in it already); of 4 dimensions.</summary>
    public static Tensor to_channels_last(this Tensor tensor) => _contiguous.Call(tensor, Order);

    public static bool is_channels_last(this Tensor tensor)
    {
        var yes = Native.enn_tensor_is_contiguous(tensor.Handle, Order) != 0;
        GC.KeepAlive(tensor);
        return yes;
    }

    /// <summary>Puts every parameter and buffer of 4 dimensions in channels-last order, in place; returns the module.</summary>
    public static T to_channels_last<T>(this T module) where T : nn.Module
    {
        using (no_grad())
            foreach (var tensor in module.parameters().Concat(module.buffers()))
            {
                if (tensor.ndim != 4 || tensor.is_channels_last()) continue;
                using var ordered = _contiguous.Call(tensor, Order);
                _setData.Run(tensor, ordered);
            }
        return module;
    }
}
