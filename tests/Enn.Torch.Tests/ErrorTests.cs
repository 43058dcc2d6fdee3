using Enn.Torch.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Torch.Tests;

/// <summary>What goes wrong is an exception that says what and where; nothing aborts.</summary>
public class ErrorTests
{
    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        Assert.StartsWith("matmul(Float32[2,3], Float32[4,5]): ", Assert.Throws<TorchException>(() => ones(2, 3).matmul(ones(4, 5))).Message);
        Assert.Contains("[2,3]", Assert.Throws<TorchException>(() => ones(2, 3) + ones(4)).Message);
        Assert.Contains("[6]", Assert.Throws<TorchException>(() => arange(6).reshape(4)).Message);
        Assert.Throws<TorchException>(() => cat([ones(2, 3), ones(3, 2)]));
        Assert.Throws<TorchException>(() => ones(2).cummax(5));
        Assert.Throws<TorchException>(() => ones(3)[5]);
        Assert.Throws<TorchException>(() => ones(3)[tensor(new long[] { 7 })]);
    }

    [Fact]
    public void Unknown_element_types_are_refused()
    {
        Assert.Throws<TorchException>(() => zeros(2, dtype: (ScalarType)99));
        Assert.Throws<TorchException>(() => ones(2).to_type((ScalarType)77));
        Assert.Throws<ArgumentException>(() => from_array(new decimal[] { 1 }));
        Assert.Throws<ArgumentException>(() => set_default_dtype(int64));
    }

    [Fact]
    public void Memory_that_there_is_not_is_refused()
    {
        var error = Assert.Throws<TorchException>(() => empty(1L << 50, dtype: uint8));
        Assert.StartsWith("empty", error.Message);
        Assert.Equal(3, ones(3).sum().ToDouble());
    }

    [Fact]
    public void Disposed_tensors_and_generators_say_so()
    {
        var x = ones(2);
        x.Dispose();
        x.Dispose();
        Assert.Throws<ObjectDisposedException>(() => x + 1);
        Assert.Throws<ObjectDisposedException>(() => ones(2).add_(x));
        Assert.Throws<ObjectDisposedException>(() => cat([ones(2), x]));
        Assert.Throws<ObjectDisposedException>(() => x.shape);
        var generator = new Generator(1);
        generator.Dispose();
        Assert.Throws<ObjectDisposedException>(() => rand(2, generator: generator));
    }

    [Fact]
    public void A_device_that_there_is_not_is_named()
    {
        Assert.Throws<ArgumentException>(() => ones(2).to("gpu"));
        Assert.Throws<ArgumentException>(() => device("cuda:x"));
        if (cuda.is_available()) return;
        Assert.Contains("CUDA", Assert.Throws<TorchException>(() => ones(2).cuda()).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("CUDA", Assert.Throws<TorchException>(() => zeros(2, device: device("cuda"))).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Throws<TorchException>(() => InitializeDeviceType(DeviceType.CUDA));
    }

    [Fact]
    public void Numbers_that_do_not_fit_are_refused()
    {
        Assert.Throws<OverflowException>(() => tensor(300).ToByte());
        Assert.Throws<ArgumentException>(() => ones(1).item<double>());
        Assert.Throws<TorchException>(() => ones(2).ToDouble());
        Assert.Throws<NotSupportedException>(() => ones([2], names: ["N"]));
    }

    [Fact]
    public void Forgotten_tensors_are_collected_before_they_pile_up()
    {
        const long size = 4L << 20;
        long peak = 0;
        var x = ones(1 << 20);
        for (var i = 0; i < 400; i++)
        {
            _ = x + i;
            peak = Math.Max(peak, TensorMemory.LiveBytes);
        }
        Assert.InRange(peak, size, 100 * size);
    }
}
