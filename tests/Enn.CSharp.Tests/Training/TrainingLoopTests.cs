using Enn.Training;

namespace Enn.Tests.Training;

/// <summary>Interruption and resumption.</summary>
public class TrainingLoopTests
{
    private const int Epochs = 6;

    private static (float[] Weights, TrainingOutcome Outcome) Uninterrupted()
    {
        using var process = new ToyProcess(3, Epochs);
        var outcome = new TrainingLoop(null, TimeSpan.Zero).Run(process);
        return (process.Weights, outcome);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void A_resumed_run_equals_an_uninterrupted_one_bit_for_bit(int interruptedIn)
    {
        using var folder = new TemporaryFolder();
        var loop = new TrainingLoop(folder["run/state.safetensors"], TimeSpan.Zero);
        using (var cancel = new CancellationTokenSource())
        using (var first = new ToyProcess(3, Epochs) { BeforeEpoch = epoch => { if (epoch == interruptedIn) cancel.Cancel(); } })
        {
            var part = loop.Run(first, cancel: cancel.Token);
            Assert.False(part.Complete);
            Assert.Equal(interruptedIn, part.Epochs.Count);
            Assert.Empty(part.Metrics);
        }
        var ran = new List<int>();
        using var second = new ToyProcess(3, Epochs) { BeforeEpoch = ran.Add };
        var outcome = loop.Run(second);

        var (weights, whole) = Uninterrupted();
        Assert.Equal(Enumerable.Range(interruptedIn, Epochs - interruptedIn), ran);
        Assert.True(outcome.Complete);
        Assert.Equal(weights, second.Weights);
        Assert.Equal(whole.Metrics, outcome.Metrics);
        Assert.Equal(whole.Epochs.Select(e => e.Metrics["loss"]), outcome.Epochs.Select(e => e.Metrics["loss"]));
    }

    [Fact]
    public void An_interruption_at_the_end_of_an_epoch_keeps_that_epoch()
    {
        using var folder = new TemporaryFolder();
        using var cancel = new CancellationTokenSource();
        var loop = new TrainingLoop(folder["state.safetensors"], TimeSpan.FromHours(1));
        using (var first = new ToyProcess(3, Epochs)) loop.Run(first, epoch => { if (epoch.Epoch == 2) cancel.Cancel(); }, cancel.Token);
        using var second = new ToyProcess(3, Epochs);
        var seen = new List<int>();
        Assert.True(loop.Run(second, epoch => seen.Add(epoch.Epoch)).Complete);
        Assert.Equal(Enumerable.Range(1, Epochs), seen);
        Assert.Equal(Uninterrupted().Weights, second.Weights);
        loop.Forget();
        Assert.False(File.Exists(folder["state.safetensors"]));
    }

    [Fact]
    public void Runs_side_by_side_give_what_they_give_alone()
    {
        var alone = Enumerable.Range(0, 4).Select(Weights).ToArray();
        var together = new float[4][];
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => together[i] = Weights(i));
        for (var i = 0; i < 4; i++) Assert.Equal(alone[i], together[i]);

        static float[] Weights(int seed)
        {
            using var process = new ToyProcess(seed, Epochs);
            new TrainingLoop(null, TimeSpan.Zero).Run(process);
            return process.Weights;
        }
    }

    [Fact]
    public void A_damaged_checkpoint_is_named()
    {
        using var folder = new TemporaryFolder();
        var path = folder["state.safetensors"];
        var loop = new TrainingLoop(path, TimeSpan.Zero);
        using var cancel = new CancellationTokenSource();
        using (var first = new ToyProcess(3, Epochs) { BeforeEpoch = epoch => { if (epoch == 2) cancel.Cancel(); } }) loop.Run(first, cancel: cancel.Token);
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        using var second = new ToyProcess(3, Epochs);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => loop.Run(second)).Message);
    }

    [Fact]
    public void Derived_seeds_differ()
    {
        var seeds = from seed in Enumerable.Range(0, 50) from stream in Enumerable.Range(-2, 50) select Seeds.Derive(seed, stream);
        Assert.Equal(2_500, seeds.Distinct().Count());
        Assert.All(seeds, seed => Assert.True(seed >= 0));
    }
}
