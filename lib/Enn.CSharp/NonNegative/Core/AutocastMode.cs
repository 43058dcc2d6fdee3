using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>Whether matrix products run in a smaller type than their operands have.</summary>
internal static class AutocastMode
{
#if ENN_TORCH
    internal static bool IsOn(Device device) => Torch.Autocast.IsEnabled(device);
#else
    // TorchSharp has no autocast.
    internal static bool IsOn(Device device) => false;
#endif
}
