using Enn.Torch.Core;
using static TorchSharp.torch;

namespace Enn.Torch;

/// <summary>Mixed precision: while entered, matrix products and convolutions on the device run in a smaller type, what needs range in float32.</summary>
public sealed class Autocast : IDisposable
{
    [ThreadStatic] private static int _depth;
    [ThreadStatic] private static int _enabled; // one bit a kind of device
    private readonly int _device;
    private readonly int _former;
    private bool _left;

    private Autocast(Device device, ScalarType dtype, bool enabled)
    {
        _device = (int)device.type;
        _former = Native.enn_autocast(_device, enabled ? 1 : 0, (int)dtype);
        TorchSharp.TorchException.Check(_former, "autocast", $"{device}, {dtype}");
        _depth++;
        Mark(enabled);
    }

    /// <summary><c>using (Autocast.Enter("cuda", float16)) loss = ...;</c> — the backward pass belongs outside.</summary>
    /// <param name="device">The kind of device.</param>
    /// <param name="dtype">bfloat16 (the CPU's only one) or float16.</param>
    /// <param name="enabled">False switches autocasting off inside another autocast.</param>
    public static Autocast Enter(Device device, ScalarType dtype, bool enabled = true)
    {
        if (dtype is not (ScalarType.BFloat16 or ScalarType.Float16)) throw new ArgumentException($"autocast runs in bfloat16 or float16, not {dtype}", nameof(dtype));
        return new Autocast(device, dtype, enabled);
    }

    /// <summary>Whether products on this kind of device run in a smaller type now, on this thread.</summary>
    public static bool IsEnabled(Device device) => (_enabled >> (int)device.type & 1) != 0;

    /// <summary>Restores the former mode.</summary>
    public void Dispose()
    {
        if (_left) return;
        _left = true;
        _ = Native.enn_autocast(_device, _former & 1, _former >> 1);
        Mark((_former & 1) != 0);
        // Casts of weights are kept from use to use; they end with the outermost autocast.
        if (--_depth == 0) Native.enn_autocast_clear_cache();
    }

    private void Mark(bool enabled) => _enabled = enabled ? _enabled | 1 << _device : _enabled & ~(1 << _device);
}
