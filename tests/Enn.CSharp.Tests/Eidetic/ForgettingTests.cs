using Enn.Data;
using Enn.Eidetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eidetic;

public class ForgettingTests
{
    [Fact]
    public void Sealed_logits_are_the_same_bits_after_later_tasks()
    {
        manual_seed(1);
        using var network = new EideticNetwork(new Mlp(12, layers: 1, width: 16), [.. Enumerable.Range(0, 4).Select(t => new EideticTask($"{t}", 3))]);
        var trainer = new TaskTrainer(network, new ScheduleOptions { MaxFitEpochs = 3, Steps = [new PruningStep(0.3)], Tolerance = 0.2, MaxPruningSteps = 4 }, p => optim.AdamW(p, 0.01, weight_decay: 0.1));
        var probe = randn(7, 12);
        var before = new List<Tensor>();
        for (var task = 0; task < 4; task++)
        {
            var (x, y) = (randn(40, 12), randint(0, 3, [40], ScalarType.Int64));
            trainer.Train(task, _ => [new Batch(x, y)], last: task == 3);
            for (var old = 0; old < task; old++) Assert.True(Bits.Same(before[old], network.Logits(old, probe)), $"task {old} after {task}");
            before.Add(network.Logits(task, probe));
        }
        Assert.All(network.Groups, group => Assert.Empty(group.Free()));
    }
}
