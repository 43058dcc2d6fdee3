using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Torch.Tests;

/// <summary>Defaults are the process's: these tests run alone.</summary>
[CollectionDefinition(nameof(DefaultsTests), DisableParallelization = true)]
[Collection(nameof(DefaultsTests))]
public class DefaultsTests
{
    [Fact]
    public void The_default_type_holds_for_factories_and_for_promotion()
    {
        set_default_dtype(float64);
        try
        {
            Assert.Equal(float64, get_default_dtype());
            Assert.Equal(float64, zeros(2).dtype);
            Assert.Equal(float64, full(2, 0.5).dtype);
            Assert.Equal(float64, (arange(4) / 2).dtype);
        }
        finally
        {
            set_default_dtype(float32);
        }
        Assert.Equal(float32, (arange(4) / 2).dtype);
    }

    [Fact]
    public void The_default_device_holds_for_factories()
    {
        set_default_device("meta");
        try
        {
            Assert.Equal(DeviceType.META, zeros(2).device_type);
            Assert.Equal(DeviceType.META, arange(2).device_type);
            Assert.Equal(DeviceType.CPU, zeros(2, device: CPU).device_type);
        }
        finally
        {
            set_default_device(CPU);
        }
        Assert.Equal(DeviceType.CPU, zeros(2).device_type);
    }
}
