using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Torch.Tests;

/// <summary>Autocast, loss scaling, memory order and process settings.</summary>
public class AmpTests
{
    [Fact]
    public void Inside_autocast_products_are_bfloat16_and_outside_they_are_not()
    {
        var layer = nn.Linear(4, 3);
        var x = randn(2, 4);
        using (Autocast.Enter("cpu", bfloat16))
        {
            Assert.Equal(bfloat16, layer.call(x).dtype);
            using (Autocast.Enter("cpu", bfloat16, enabled: false)) Assert.Equal(float32, layer.call(x).dtype);
            Assert.Equal(bfloat16, layer.call(x).dtype);
        }
        Assert.Equal(float32, layer.call(x).dtype);
        Assert.Throws<ArgumentException>(() => Autocast.Enter("cpu", float64));
    }

    [Fact]
    public void Gradients_through_autocast_reach_float32_parameters()
    {
        var layer = nn.Linear(4, 3);
        Tensor loss;
        using (Autocast.Enter("cpu", bfloat16)) loss = layer.call(ones(2, 4)).to(float32).sum();
        loss.backward();
        Assert.Equal(float32, layer.weight.grad!.dtype);
        Assert.Equal(2f, layer.bias!.grad!.mean().item<float>());
    }

    [Fact]
    public void The_scaler_leaves_overflowing_steps_out_and_adapts()
    {
        var p = new Parameter(ones(2));
        var optimizer = optim.SGD([p], 0.5);
        var scaler = new GradScaler(initialScale: 8, growthInterval: 2);
        void Pass(double factor)
        {
            optimizer.zero_grad();
            scaler.Scale((p * factor).sum()).backward();
        }
        Pass(1);
        Assert.Equal(8f, p.grad!.max().item<float>());
        scaler.Unscale(optimizer);
        Assert.Equal(1f, p.grad!.max().item<float>());
        Assert.True(scaler.Step(optimizer));
        scaler.Update();
        Assert.Equal(0.5f, p.max().item<float>());
        Pass(double.PositiveInfinity);
        Assert.False(scaler.Step(optimizer));
        scaler.Update();
        Assert.Equal(0.5f, p.max().item<float>());
        Assert.Equal(4, scaler.CurrentScale);
        for (var k = 0; k < 2; k++)
        {
            Pass(0);
            Assert.True(scaler.Step(optimizer));
            scaler.Update();
        }
        Assert.Equal(8, scaler.CurrentScale);
        Assert.Throws<InvalidOperationException>(scaler.Update);
    }

    [Fact]
    public void Channels_last_keeps_values_and_objects()
    {
        var conv = nn.Conv2d(3, 4, 3, padding: 1);
        var (weight, x) = (conv.weight, randn(2, 3, 5, 5));
        var expected = conv.call(x);
        Assert.False(x.is_channels_last());
        Assert.Same(conv, conv.to_channels_last());
        Assert.Same(weight, conv.weight);
        Assert.True(weight.is_channels_last());
        var y = conv.call(x.to_channels_last());
        Assert.True(y.is_channels_last());
        Assert.True(y.allclose(expected, 1e-4, 1e-5));
        y.sum().backward();
        optim.SGD(conv.parameters(), 0.1, 0.9).step();
        Assert.True(weight.is_channels_last());
    }

    [Fact]
    public void Settings_read_back_what_was_set()
    {
        var former = Settings.Tf32Matmul;
        Settings.Tf32Matmul = !former;
        Assert.Equal(!former, Settings.Tf32Matmul);
        Settings.Tf32Matmul = former;
        Assert.Equal(former, Settings.Tf32Matmul);
    }

    [Fact]
    public void Live_bytes_count_a_large_tensor_until_it_is_disposed()
    {
        TensorMemoryInfo.Trim();
        var x = zeros(1 << 22);
        var with = TensorMemoryInfo.LiveBytes;
        x.Dispose();
        Assert.InRange(with - TensorMemoryInfo.LiveBytes, 1, long.MaxValue);
    }
}
