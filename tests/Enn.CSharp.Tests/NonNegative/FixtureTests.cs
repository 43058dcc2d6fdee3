using Enn.Data;
using Enn.NonNegative;
using Enn.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>Numbers that the official code gave on formula-filled networks and real images.</summary>
public class FixtureTests
{
    private static Mlp FilledMlp(Activation activation)
    {
        var network = new Mlp([784, 100, 200, 10], activation);
        Networks.Fill(network);
        return network;
    }

    [Fact]
    public void The_fill_starts_with_these_numbers()
    {
        var state = FilledMlp(new PhotonicSinusoidal()).state_dict();
        Assert.Equal(["layer1.weight", "layer1.bias", "layer2.weight", "layer2.bias", "layer3.weight", "layer3.bias"], state.Keys);
        Near.Values(1e-9, state["layer1.weight"].flatten().narrow(0, 0, 4), -0.0790234953, -0.0796586573, 0.0071108025, 0.0222282112);
        Near.Values(1e-9, state["layer1.bias"].narrow(0, 0, 3), 0.0176329073, 0.0046811490, -0.0221446790);
    }

    [Fact]
    public void The_sinusoidal_network_has_these_shifts_and_biases()
    {
        var layers = NonNegativeTransform.Apply(FilledMlp(new PhotonicSinusoidal())).Layers.Select(l => l.Layer).ToList();
        double[] shifts = [18.470692, 4.680130, 9.306522];
        double[][] biases = [[3.729846, 1.552408, 2.174261, 1.195036], [2.048976, 1.045980, 0.609838, 0], [0.770035, 1.517212, 1.269689, 0.442975]];
        long[] zero = [87, 3, 8];
        for (var i = 0; i < 3; i++)
        {
            Near.Values(2e-6, layers[i].ActivationShift, shifts[i]);
            Near.Values(4e-6, layers[i].NewBias.narrow(0, 0, 4), biases[i]);
            Assert.Equal(zero[i], layers[i].NewBias.argmin().item<long>());
            Assert.Equal(0, layers[i].NewBias.min().ToDouble());
        }
    }

    [Fact]
    public void The_sigmoid_network_has_these_shifts()
    {
        // The official code takes the activation's bound for the input layer too.
        var layers = NonNegativeTransform.Apply(FilledMlp(new PhotonicSigmoid()), new() { Input = InputRange.UpTo(PhotonicSigmoid.A2) }).Layers.Select(l => l.Layer).ToList();
        Near.Values(2e-6, cat([.. layers.Select(l => l.ActivationShift.view(1))]), 18.563086, 4.703433, 9.353057);
        Assert.Equal((double)1.005f, layers[1].Range.Max);
    }

    [Fact]
    public void The_convolutional_network_has_these_shifts()
    {
        var network = new MnistCnn(new PhotonicSinusoidal());
        Networks.Fill(network);
        Assert.Equal(197482, network.parameters().Sum(p => p.numel()));
        var twin = NonNegativeTransform.Apply(network);
        Assert.Equal(394634, twin.parameters().Sum(p => p.numel()));
        Near.Values(4e-6, cat([.. twin.Layers.Select(l => l.Layer.ActivationShift.view(1))]), 0.744519, 8.263998, 7.229147, 11.972785, 20.969681, 8.953541);
    }

    [RealDataFact(FashionMnist.Name)]
    public void Test_images_give_these_outputs()
    {
        using var _ = no_grad();
        var (x, y) = Images(FashionMnist.Load().Test);
        var network = FilledMlp(new PhotonicSinusoidal());
        var report = IsomorphismReport.Compare(network, NonNegativeTransform.Apply(network, new() { Path = ExecutionPath.TwoBranch }), [(x, y)], 1e-5);
        Assert.True(report.Matches, report.ToString());
        Assert.Equal(0.0753, report.OriginalAccuracy, 6);
        Assert.Equal(2.384391, nn.functional.nll_loss(network.forward(x), y).ToDouble(), 2e-5);

        var one = x.narrow(0, 0, 1).to(ScalarType.Float64);
        network.to(ScalarType.Float64);
        Near.Values(2e-8, network.forward(one), -2.3605978, -2.21988998, -2.36224294, -2.12445359, -2.50497248, -1.99252729, -2.09421317, -2.29155961, -2.96291704, -2.41534811);
        var sigmoid = FilledMlp(new PhotonicSigmoid());
        var sigmoidReport = IsomorphismReport.Compare(sigmoid, NonNegativeTransform.Apply(sigmoid, new() { Path = ExecutionPath.TwoBranch }), [(x, y)], 1e-4);
        Assert.True(sigmoidReport.Matches, sigmoidReport.ToString());
        Assert.Equal(0.12, sigmoidReport.OriginalAccuracy, 6);
        Assert.Equal(2.672042, nn.functional.nll_loss(sigmoid.forward(x), y).ToDouble(), 2e-5);
        sigmoid.to(ScalarType.Float64);
        double[] expected = [-3.08994509, -1.64142834, -2.68425451, -2.6736437, -3.3918731, -1.27364782, -1.78289488, -2.38594172, -4.89419709, -3.16007858];
        Near.Values(2e-8, sigmoid.forward(one), expected);
        Near.Values(2e-8, NonNegativeTransform.Apply(sigmoid).forward(one), expected);

        var cnn = new MnistCnn(new PhotonicSinusoidal());
        Networks.Fill(cnn);
        cnn.to(ScalarType.Float64);
        double[] logits = [-.04633699, -.02874773, .01573361, .00032362, -.04466519, -.03342591, .03589015, -.02347826, .04663818, -.06446158];
        Near.Values(2e-8, cnn.forward(one.view(1, 1, 28, 28)), logits);
        foreach (var path in Enum.GetValues<ExecutionPath>())
            Near.Values(2e-8, NonNegativeTransform.Apply(cnn, new() { Path = path }).forward(one.view(1, 1, 28, 28)), logits);
    }

    [RealDataFact(FashionMnist.Name)]
    public void P28_three_epochs_of_nnsgd_reach_these_accuracies()
    {
        var data = FashionMnist.Load();
        var configuration = RunConfiguration.Of(ScenarioName.FromScratch, ArchitectureName.Mlp, DatasetName.FashionMnist, ActivationName.PhotonicSinusoidal, OptimizerName.Nnsgd);
        Assert.Equal(new TwinRates(0.63, 0.5), configuration.TwinRates);
        var run = new ScenarioRun(configuration, network: FilledMlp(new PhotonicSinusoidal()));
        (double First, double Loss, int Right, double TestLoss)[] expected =
            [(2.3745945, 1.09851, 7619, 0.706395), (0.674790, 0.612246, 7906, 0.579015), (0.510258, 0.530458, 8055, 0.531528)];
        foreach (var (first, loss, right, testLoss) in expected)
        {
            Assert.Equal(first, run.Evaluate(Batches(data.Train).Take(1)).Loss, 1e-5);
            var epoch = run.TrainEpoch(Batches(data.Train));
            // The reference is the mean over batches, of which the last is smaller.
            Assert.Equal(loss, epoch.Loss, 2e-3);
            var test = run.Evaluate(Batches(data.Test));
            Assert.InRange(Math.Round(test.Accuracy * 10000), right - 3, right + 3);
            Assert.Equal(testLoss, test.Loss, 2e-3);
        }
        Assert.All(run.Twin!.parameters(), Near.NotNegative);
    }

    /// <summary>A row of the reference after one epoch: loss of the first batch, mean loss, and the right test images in float32 and in float64.</summary>
    private sealed record Row(ActivationName Activation, OptimizerName? Optimizer, double First, double Loss, int Right32, int Right64);

    private static readonly Row[] _chaotic =
    [
        new(ActivationName.PhotonicSinusoidal, null, 2.374595, 0.709068, 7662, 7768),
        new(ActivationName.PhotonicSinusoidal, OptimizerName.Csgd, 2.374594, 0.997132, 7125, 7106),
        new(ActivationName.PhotonicSigmoid, null, 2.663496, 1.209020, 7521, 7518),
        new(ActivationName.PhotonicSigmoid, OptimizerName.Csgd, 2.663495, 1.150999, 7507, 7268),
        new(ActivationName.PhotonicSigmoid, OptimizerName.Nnsgd, 2.663495, 1.041610, 7316, 7464),
    ];

    [RealDataFact(FashionMnist.Name)]
    public void P28_an_epoch_of_the_other_rows_comes_near_theirs()
    {
        // These runs are chaotic: the same code in float32 and float64 differs by up to 240 of 10,000 test images after an epoch. Hence the mean loss to 1 %, and
        // 2.5 points around the interval of the two. Later epochs are left out: sinusoidal CSGD differs by more than that from the second on.
        var data = FashionMnist.Load();
        foreach (var row in _chaotic)
        {
            var scenario = row.Optimizer is null ? ScenarioName.Transformation : ScenarioName.FromScratch;
            var configuration = RunConfiguration.Of(scenario, ArchitectureName.Mlp, DatasetName.FashionMnist, row.Activation, row.Optimizer);
            var run = new ScenarioRun(configuration, network: FilledMlp(row.Activation.Create()));
            Assert.Equal(row.First, run.Evaluate(Batches(data.Train).Take(1)).Loss, 1e-5);
            Assert.InRange(run.TrainEpoch(Batches(data.Train)).Loss / row.Loss, 0.99, 1.01);
            var right = run.Evaluate(Batches(data.Test)).Accuracy * 10000;
            Assert.InRange(right, Math.Min(row.Right32, row.Right64) - 250, Math.Max(row.Right32, row.Right64) + 250);
        }
    }

    private static (Tensor X, Tensor Y) Images(ImageSet set) => (set.Images.to(ScalarType.Float32) / 255, set.Labels);

    private static IEnumerable<(Tensor X, Tensor Y)> Batches(ImageSet set)
    {
        var (x, y) = Images(set);
        for (long start = 0; start < y.size(0); start += 256)
        {
            var length = Math.Min(256, y.size(0) - start);
            yield return (x.narrow(0, start, length), y.narrow(0, start, length));
        }
    }
}
