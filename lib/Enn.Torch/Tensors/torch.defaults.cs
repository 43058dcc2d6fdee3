using Enn.Torch.Core;

namespace TorchSharp;

public static unsafe partial class torch
{
    private static ScalarType DefaultType = ScalarType.Float32;
    private static Device? DefaultDevice;

    public static ScalarType get_default_dtype() => DefaultType;

    public static void set_default_dtype(ScalarType dtype)
    {
        if (!is_floating_point(dtype)) throw new ArgumentException($"The default type must be a floating-point type, not {dtype}", nameof(dtype));
        fixed (byte* setting = "default_dtype\0"u8) TorchException.Check(Native.enn_set_flag(setting, (int)dtype), "set_default_dtype", dtype.ToString());
        DefaultType = dtype;
    }

    public static void set_default_tensor_type(Tensor t) => set_default_dtype(t.dtype);

    public static Device get_default_device() => DefaultDevice ?? CPU;
    public static void set_default_device(Device device) => DefaultDevice = device;
    public static void set_default_device(string device) => DefaultDevice = new Device(device);
}
