using Enn.Data;
using Enn.Eidetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eidetic;

/// <summary>The training of a task from begin to seal: rates, events, and what an end before its time leaves.</summary>
public class TrainerTests
{
    private static readonly ScheduleOptions Options = new() { MaxFitEpochs = 3, Patience = 5, Tolerance = 1, RecoveryEpochs = 1, MaxPruningSteps = 2, Steps = [new PruningStep(0.3)] };

    [Fact]
    public void The_lower_rate_outlives_the_optimizers()
    {
        var made = new List<optim.Optimizer>();
        var rates = new List<double>();
        IEnumerable<Batch> Epoch()
        {
            yield return Toy.Batch(0);
            rates.Add(made[^1].ParamGroups.Single().LearningRate);
        }
        var stages = new List<string>();
        var network = Toy.Network(tasks: 1);
        new TaskTrainer(network, Options with { RateDivisor = 4 }, p =>
        {
            made.Add(optim.SGD(p, 0.1));
            return made[^1];
        }).Train(0, _ => Epoch(), observer: e => stages.Add(e.Stage));
        Assert.Equal([0.1, 0.1, 0.1, 0.025, 0.025], rates);
        Assert.Equal(3, made.Count);
        Assert.Equal(["fit", "fit", "fit", "prune", "recover", "prune", "recover", "seal"], stages);
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("error")]
    public void A_training_that_ends_early_leaves_what_was(string how)
    {
        for (var calls = 0; ; calls++)
        {
            var network = Toy.Network(tasks: 2);
            Toy.Learn(network, 0);
            var probe = ones(2, 12);
            var (reference, capacity) = (Bits.Of(network.Logits(0, probe)), network.Capacity().ToString());
            using var cancel = new CancellationTokenSource();
            var left = calls;
            IEnumerable<Batch> Batches(int epoch)
            {
                if (left-- == 0 && how == "error") throw new IOException("the disk is gone");
                if (left < 0) cancel.Cancel();
                return [Toy.Batch(1)];
            }
            var trainer = new TaskTrainer(network, Options with { Criteria = [new LpNorm(), new TaylorExpansion(), new TrainingTaylor()] }, p => optim.Adam(p, 0.01));
            var error = Record.Exception(() => trainer.Train(1, Batches, cancel: cancel.Token));
            if (error is null)
            {
                // Three epochs, two recoveries and a scoring pass; what is cancelled in the scoring pass is noticed in the epoch after it.
                Assert.Equal(6, calls);
                return;
            }
            Assert.IsType(how == "error" ? typeof(IOException) : typeof(OperationCanceledException), error);
            Assert.Null(network.Active);
            Assert.Equal(capacity, network.Capacity().ToString());
            Assert.Equal(reference, Bits.Of(network.Logits(0, probe)));
            Toy.Learn(network, 1);
            Assert.Equal(reference, Bits.Of(network.Logits(0, probe)));
        }
    }

    [Fact]
    public void Work_and_masked_share_are_counted_by_neurons()
    {
        var network = Toy.Network(tasks: 2, width: 10);
        var phase = network.Begin(0);
        Assert.Equal(0, phase.Masked());
        phase = phase.Prune(new Dictionary<ChannelGroup, IReadOnlyCollection<int>> { [network.Groups[0]] = [0, 1, 2, 3], [network.Groups[1]] = [5, 6, 7] });
        // 12 inputs, 6 and 7 of 10 neurons, 3 outputs.
        Assert.Equal(1 - (12 * 6 + 6 * 7 + 7 * 3) / (double)(12 * 10 + 10 * 10 + 10 * 3), phase.Masked(), 1e-12);
        phase.Seal();
        using (var small = network.Extract(0))
        {
            Assert.Equal(12 * 6 + 6 * 7 + 7 * 3, small.MultiplyAdds(12));
            Assert.Equal(12 * 6 + 6 * 7 + 7 * 3 + 6 + 7 + 3, small.Numbers);
        }
        Assert.Equal(12 * 10 + 10 * 10 + 10 * 3, network.MultiplyAdds(0, 12));

        // A convolution works at each pixel: 8 x 8, then 4 x 4, and the head once.
        var images = new EideticNetwork(new UserNetworkTests.Digits(), [new("0", 2)]);
        var kept = images.Begin(0);
        kept.Prune(images.Groups.ToDictionary(g => g, g => (IReadOnlyCollection<int>)[.. kept.Kept(g).Skip(3)])).Seal();
        using var cut = images.Extract(0);
        Assert.Equal((64 * 3 * 9) + (16 * 3 * 3 * 9) + (3 * 3 * 16) + (3 * 2), cut.MultiplyAdds(1, 8, 8));
    }
}
