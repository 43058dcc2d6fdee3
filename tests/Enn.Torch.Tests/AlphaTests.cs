using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Torch.Tests;

/// <summary>Scaled addition keeps integers exact; buffers do not overflow their bounds.</summary>
public class AlphaTests
{
    [Fact]
    public void Alpha_of_integers_stays_an_integer()
    {
        var a = tensor(new long[] { 1, 2 });
        var b = tensor(new long[] { 10, 1 });
        Assert.Equal([21L, 4], a.add(b, 2).data<long>().ToArray());
        Assert.Equal((1L << 60) + 2, tensor(1L).add(tensor(1L), (1L << 60) + 1).item<long>());
        Assert.Equal([21L, 4], a.add_(b, 2).data<long>().ToArray());
    }

    [Fact]
    public void A_count_beyond_the_buffer_is_refused()
    {
        Assert.Throws<ArgumentException>(() => frombuffer(new long[2], int64, count: 1L << 61));
        Assert.Throws<ArgumentException>(() => frombuffer(new long[2], int64, offset: 17));
    }
}
