using Enn.NonNegative;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>What a pass over batches measures, and what it leaves behind when it breaks off.</summary>
public class EpochLoopTests
{
    private static readonly nn.Module<Tensor, Tensor> _network = nn.Linear(4, 3);

    private static List<(Tensor X, Tensor Y)> Data(params int[] sizes)
    {
        var draw = new Draw(11);
        return [.. sizes.Select(size => draw.Uniform([size, 4], ScalarType.Float32)).Select(x => (x, x.narrow(1, 0, 3).argmax(1)))];
    }

    [Fact]
    public void Sums_are_those_of_reading_every_batch()
    {
        var data = Data(7, 7, 7, 7, 2);
        double loss = 0;
        long right = 0, samples = 0;
        using (no_grad())
            foreach (var (x, y) in data)
            {
                var output = _network.forward(x);
                loss += nn.functional.cross_entropy(output, y).ToDouble() * y.size(0);
                right += output.argmax(-1).eq(y).sum().ToInt64();
                samples += y.size(0);
            }
        var result = EpochLoop.Evaluate(_network, (output, y) => nn.functional.cross_entropy(output, y), data);
        Assert.Equal(new Evaluation((double)right / samples, loss / samples, samples), result);
    }

    [Fact]
    public void A_batch_that_throws_leaves_the_mode_as_it_was()
    {
        IEnumerable<(Tensor, Tensor)> Broken()
        {
            yield return Data(3)[0];
            throw new OperationCanceledException();
        }
        foreach (var training in new[] { true, false })
        {
            _network.train(training);
            Assert.Throws<OperationCanceledException>(() => EpochLoop.Evaluate(_network, (output, y) => nn.functional.cross_entropy(output, y), Broken()));
            Assert.Equal(training, _network.training);
        }
    }

    [Fact]
    public void Comparing_evaluates_the_original_on_the_way()
    {
        var draw = new Draw(12);
        var run = new ScenarioRun(RunConfiguration.Of(ScenarioName.FromScratch, ArchitectureName.Mlp, DatasetName.FashionMnist, ActivationName.PhotonicSigmoid, OptimizerName.Csgd));
        var data = Enumerable.Range(0, 3).Select(_ => draw.Uniform([9, 1, 28, 28], ScalarType.Float32)).Select(x => (x, x.flatten(1).narrow(1, 0, 10).argmax(1))).ToList();
        var (report, original) = run.Compare(data);
        Assert.Equal(run.EvaluateOriginal(data), original);
        Assert.Equal(run.Match(data), report);
        Assert.True(report.Matches);
    }
}
