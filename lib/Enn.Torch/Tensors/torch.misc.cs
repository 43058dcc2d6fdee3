using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Op _histogramBinCt = "histogram.bin_ct", _histogramBinsTensor = "histogram.bins_tensor", _dirichlet = "_sample_dirichlet",
        _standardGamma = "_standard_gamma", _randpermGeneratorOut = "randperm.generator_out";

    public static long seed() => random.seed();
    public static long initial_seed() => random.initial_seed();
    public static Tensor get_rng_state() => random.get_rng_state();
    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    public static Tensor randperm(long n, Tensor @out, Generator? generator = null) => _randpermGeneratorOut.Into(@out, n, generator, @out);

    public static Tensor _sample_dirichlet(Tensor input, Generator? generator = null) => _dirichlet.Call(input, generator);
    public static Tensor _standard_gamma(Tensor input, Generator? generator = null) => _standardGamma.Call(input, generator);

    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, long bins, (double min, double max)? range = null, Tensor? weight = null,
        bool density = false) =>
        _histogramBinCt.Call2(input, bins, range is { } r ? new[] { r.min, r.max } : null, weight, density);

    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, Tensor bins, Tensor? weight = null, bool density = false) =>
        _histogramBinsTensor.Call2(input, bins, weight, density);

    public static Tensor trapz(Tensor y, double dx = 1, long dim = -1) => y.trapezoid(dx, dim);
    public static Tensor trapz(Tensor y, Tensor x, long dim = -1) => y.trapezoid(x, dim);

    public static (Tensor Solution, Tensor QR) lstsq(Tensor B, Tensor A)
    {
        var (solution, residuals, _, _) = linalg.lstsq(A, B);
        return (solution, residuals);
    }

    /// <summary>The shape that all of <paramref name="shapes"/> broadcast to.</summary>
    public static Size broadcast_shapes(params long[][] shapes) => new(broadcast_tensors([.. shapes.Select(s => empty(s, device: META))])[0].shape);

    public static bool mps_is_available() => false;

    /// <summary>Checks that a device can be used, and makes ready what it needs.</summary>
    /// <returns><paramref name="device"/>, or the default device.</returns>
    public static Device InitializeDevice(Device? device)
    {
        device ??= get_default_device();
        InitializeDeviceType(device.type);
        return device;
    }

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType)) throw new TorchException($"There is no {deviceType} device here, or this libtorch was built without it.");
    }

    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType switch
    {
        DeviceType.CPU or DeviceType.META => true,
        DeviceType.CUDA => cuda.is_available(),
        _ => false,
    };
}
