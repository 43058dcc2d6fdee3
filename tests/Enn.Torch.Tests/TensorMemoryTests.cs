using Enn.Torch.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Torch.Tests;

/// <summary>The memory behind tensors: that of small ones is kept and used again, all of it is counted, and what is forgotten is collected.</summary>
public class TensorMemoryTests
{
    [Fact]
    public async Task Tensors_that_live_together_never_share_memory()
    {
        // Sizes on both sides of the multiples of 64 bytes and of the largest size that is kept.
        long[] sizes = [1, 15, 16, 17, 33, 255, 1000, 1023, 1024, 1025];
        void Churn()
        {
            for (var round = 0; round < 200; round++)
            {
                var tensors = sizes.Select((size, i) => full([size], round + i, dtype: ScalarType.Float32)).ToList();
                for (var i = 0; i < sizes.Length; i++) Assert.Equal((float)(round + i) * sizes[i], tensors[i].sum().item<float>());
                foreach (var tensor in tensors) tensor.Dispose();
            }
        }
        // Memory may be freed by another thread than the one that took it.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Churn)));
        var made = await Task.Run(() => sizes.Select(size => ones(size)).ToList());
        foreach (var tensor in made) tensor.Dispose();
        Churn();
    }

    [Fact]
    public void The_peak_outlasts_the_tensors_until_it_is_reset()
    {
        const long size = 1L << 26;
        TensorMemoryInfo.ResetPeak();
        var before = TensorMemoryInfo.PeakBytes;
        zeros(size, ScalarType.Byte).Dispose();
        zeros(2 * size, ScalarType.Byte).Dispose();
        Assert.InRange(TensorMemoryInfo.PeakBytes - before, 2 * size, 3 * size - 1);
        TensorMemoryInfo.ResetPeak();
        Assert.InRange(TensorMemoryInfo.PeakBytes - before, -size, size);
    }

    [Fact]
    public void Memory_is_aligned_for_vectors()
    {
        for (var size = 1; size < 2000; size += 37)
        {
            using var tensor = ones(size);
            Assert.Equal(0, tensor.RawBytes().Address % 64);
        }
    }

    // Wide and shallow: 128 MB of activations a step for little arithmetic.
    private static long PeakOfTraining(bool scoped)
    {
        const int batch = 8192, width = 2048, steps = 8;
        manual_seed(1);
        using var net = nn.Sequential(nn.Linear(4, width), nn.ReLU(), nn.Linear(width, 4), nn.ReLU(), nn.Linear(4, width), nn.ReLU(), nn.Linear(width, 1));
        var optimizer = optim.SGD(net.parameters(), 0.01);
        using var x = randn(batch, 4);
        var before = TensorMemory.LiveBytes;
        var peak = 0L;
        void See() => peak = Math.Max(peak, TensorMemory.LiveBytes - before);

        for (var step = 0; step < steps; step++)
        {
            using var scope = scoped ? NewDisposeScope() : null;
            var loss = net.forward(x).square().mean();
            See();
            optimizer.zero_grad();
            loss.backward();
            See();
            optimizer.step();
            Assert.True(float.IsFinite(loss.item<float>()));
        }
        return peak;
    }

    [Fact]
    public void A_training_loop_that_disposes_nothing_stays_within_twice_the_memory_of_one_that_does()
    {
        TensorMemoryInfo.Trim();
        var scoped = PeakOfTraining(scoped: true);
        TensorMemoryInfo.Trim();
        var forgotten = PeakOfTraining(scoped: false);
        // More than the 64 MB below which nothing is collected, or the bound would say nothing.
        Assert.InRange(scoped, 100L << 20, 1L << 30);
        Assert.InRange(forgotten, scoped / 2, 2 * scoped);
    }

    // The losses of a loop whose graphs were never run backward: each wrapper is of 4 bytes and holds a graph of megabytes.
    [Fact]
    public void Graphs_that_only_a_forgotten_number_holds_are_collected()
    {
        TensorMemoryInfo.Trim();
        var before = TensorMemory.LiveBytes;
        using var x = ones(1 << 20).requires_grad_();
        var peak = 0L;
        for (var i = 0; i < 100; i++)
        {
            using var square = x * x;
            using var cube = square * x;
            _ = cube.sum();
            peak = Math.Max(peak, TensorMemory.LiveBytes - before);
        }
        Assert.InRange(peak, 4L << 20, 160L << 20);
    }

    [Fact]
    public void Forgotten_small_tensors_are_collected()
    {
        TensorMemoryInfo.Trim();
        var before = TensorMemory.LiveBytes;
        using var x = ones(1000);
        var peak = 0L;
        for (var i = 0; i < 200_000; i++)
        {
            _ = x + x;
            peak = Math.Max(peak, TensorMemory.LiveBytes - before);
        }
        Assert.InRange(peak, 4000, 200L << 20);
    }

    [Fact]
    public void Memory_that_several_tensors_share_counts_once()
    {
        using var x = ones(1 << 20).requires_grad_();
        using (var sum = x.sum()) sum.backward();
        TensorMemoryInfo.Trim();
        var before = TensorMemory.LiveBytes;
        var grads = Enumerable.Range(0, 10).Select(_ => x.grad!).ToList();
        var views = Enumerable.Range(0, 10).Select(_ => x.view(1024, 1024)).ToList();
        Assert.InRange(TensorMemory.LiveBytes - before, -8 << 20, 1 << 16);
        foreach (var tensor in grads.Concat(views)) tensor.Dispose();
        using var copy = x.clone();
        Assert.InRange(TensorMemory.LiveBytes - before, 1, 5 << 20);
    }

    private sealed class WaitsForLock(object gate, ManualResetEventSlim done)
    {
        ~WaitsForLock()
        {
            lock (gate) done.Set();
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Forget(object gate, ManualResetEventSlim done) => _ = new WaitsForLock(gate, done);

    [Fact]
    public void Collecting_under_a_lock_that_a_finalizer_takes_goes_on()
    {
        TensorMemoryInfo.Trim();
        var gate = new object();
        using var done = new ManualResetEventSlim();
        lock (gate)
        {
            Forget(gate, done);
            // Twice what is left alone: at least one collection, which the finalizer above holds up.
            var kept = Enumerable.Range(0, 40).Select(_ => ones(1 << 20)).ToList();
            Assert.False(done.IsSet);
            foreach (var tensor in kept) tensor.Dispose();
        }
        TensorMemoryInfo.Trim();
        Assert.True(done.IsSet);
    }
}
