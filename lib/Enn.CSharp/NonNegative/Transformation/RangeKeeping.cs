using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>The layers that map [a_min, a_max] (zero lies in it) into itself and have no weights: they stay as they are, and alpha with them.</summary>
internal static class RangeKeeping
{
    internal static bool Includes(nn.Module layer) => layer is MaxPool1d or MaxPool2d or AvgPool1d or AvgPool2d or AdaptiveAvgPool1d or AdaptiveAvgPool2d
        or AdaptiveMaxPool1d or AdaptiveMaxPool2d or Flatten or Identity or LastStep or PaddedShortcut;
}
