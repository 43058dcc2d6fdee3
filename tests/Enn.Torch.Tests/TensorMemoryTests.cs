using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Torch.Tests;

/// <summary>The memory behind small tensors, which is kept and used again.</summary>
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
    public void Memory_is_aligned_for_vectors()
    {
        for (var size = 1; size < 2000; size += 37)
        {
            using var tensor = ones(size);
            Assert.Equal(0, tensor.RawBytes().Address % 64);
        }
    }
}
