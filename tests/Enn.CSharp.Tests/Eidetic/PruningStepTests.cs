using Enn.CSharp.Tests.NonNegative;
using Enn.Eidetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eidetic;

/// <summary>Which neurons a step takes, and how many, when the scores are given.</summary>
public class PruningStepTests
{
    private static EideticNetwork Network(int width)
    {
        manual_seed(21);
        return Toy.Network(tasks: 3, width: width, batchNorm: false, layers: 2);
    }

    private static Dictionary<ChannelGroup, double[]> Ramp(TaskPhase phase, params double[] slopes) =>
        phase.Network.Groups.Select((g, i) => (g, i)).ToDictionary(g => g.g, g => Enumerable.Range(0, phase.Kept(g.g).Count).Select(n => (n + 1) * slopes[g.i]).ToArray());

    [Theory]
    [InlineData(0.05, false, 5)]
    [InlineData(0.125, false, 12)]
    [InlineData(0.135, false, 14)]
    [InlineData(0.2, true, 20)]
    public void A_layers_step_is_a_share_rounded_to_even(double fraction, bool constant, int expected)
    {
        var network = Network(width: 100);
        var phase = network.Begin(0);
        var step = new PruningStep(fraction) { Constant = constant };
        var chosen = step.Choose(phase, new LpNorm(), Ramp(phase, 1, 1, -1));
        Assert.Equal(Enumerable.Range(0, expected), chosen[network.Groups[0]].Order());
        Assert.Equal(Enumerable.Range(100 - expected, expected), chosen[network.Groups[2]].Order());
        // Second step: of what is left, or of the whole (defect D15: the official constant steps were proportional).
        phase = phase.Prune(chosen);
        var second = step.Choose(phase, new LpNorm(), Ramp(phase, 1, 1, 1))[network.Groups[0]].Count;
        Assert.Equal(constant ? expected : (int)Math.Round(fraction * (100 - expected), MidpointRounding.ToEven), second);
    }

    [Fact]
    public void A_network_wide_step_takes_the_lowest_exactly_and_ties_by_number()
    {
        var network = Network(width: 10);
        var phase = network.Begin(0);
        var taylor = new TaylorExpansion();
        var chosen = new PruningStep(0.2).Choose(phase, taylor, Ramp(phase, 1, 3.5, 100));
        Assert.Equal([0, 1, 2, 3, 4], chosen[network.Groups[0]].Order());
        Assert.Equal([0], chosen[network.Groups[1]]);
        Assert.False(chosen.ContainsKey(network.Groups[2]));
        var ties = new PruningStep(0.12).Choose(phase, taylor, Ramp(phase, 0, 0, 0));
        Assert.Equal([0, 1, 2], ties.Single().Value.Order());
        // Scaling every score changes nothing.
        var scaled = new PruningStep(0.2).Choose(phase, taylor, Ramp(phase, 7, 24.5, 700));
        Assert.All(chosen, c => Assert.Equal(c.Value, scaled[c.Key]));
        // floor(0.33 * 30) = 9.
        Assert.Equal(9, new PruningStep(0.33).Choose(phase, taylor, Ramp(phase, 1, 3.5, 100)).Values.Sum(v => v.Count));
    }

    [Fact]
    public void The_official_examples_scores_prune_the_official_neurons()
    {
        // Three layers of five: the lowest three are 6, 7 and 8, the next three 9, 10 and 11, and the third layer loses none.
        var network = Network(width: 5);
        var phase = network.Begin(0);
        double[][] scores = [[15, 13, 11, 9, 7], [14, 12, 10, 8, 6], [50, 50, 50, 50, 50]];
        Dictionary<ChannelGroup, double[]> Left() => network.Groups.Select((g, i) => (g, i)).ToDictionary(g => g.g, g => phase.Kept(g.g).Select(neuron => scores[g.i][neuron]).ToArray());
        foreach (var (fraction, expected) in new (double, double[][])[] { (3 / 15.0, [[7], [6, 8]]), (3 / 12.0, [[9, 11], [10]]) })
        {
            var chosen = new PruningStep(fraction).Choose(phase, new TaylorExpansion(), Left());
            Assert.Equal(expected, network.Groups.Take(2).Select((g, i) => chosen[g].Select(neuron => scores[i][neuron]).Order().ToArray()));
            Assert.False(chosen.ContainsKey(network.Groups[2]));
            phase = phase.Prune(chosen);
        }
        Assert.Equal([[0, 1], [0, 1], [0, 1, 2, 3, 4]], network.Groups.Select(g => phase.Kept(g).ToArray()));
    }

    [Fact]
    public void Every_group_keeps_its_floor() => Property.Holds(Property.Seeds, seed =>
    {
        // Defect D14: a third step left blocks of the official network with no channel at all.
        var draw = new Draw(seed);
        var network = new EideticNetwork(new ResNet(new ResNetOptions(1, [1, 1, 1, 1]) { Width = draw.Int(2, 6) }), [new("0", 2), new("1", 2)]);
        var phase = network.Begin(0);
        var floor = draw.Int(1, 3);
        ICriterion criterion = draw.Flag() ? new TaylorExpansion() : new LpNorm();
        for (var i = 0; i < 30; i++)
        {
            var scores = network.Groups.ToDictionary(g => g, g => Enumerable.Range(0, phase.Kept(g).Count).Select(_ => draw.Real(0, 1)).ToArray());
            var chosen = new PruningStep(draw.Real(0.1, 0.9)) { Floor = floor, Constant = draw.Flag() }.Choose(phase, criterion, scores);
            Assert.All(chosen.Values, neurons => Assert.NotEmpty(neurons));
            phase = phase.Prune(chosen);
            Assert.All(network.Groups, g => Assert.True(phase.Kept(g).Count >= Math.Min(floor, g.Size)));
        }
        Assert.All(network.Groups, g => Assert.Equal(Math.Min(floor, g.Size), phase.Kept(g).Count));
        phase.Seal();
        // A second task without transfer keeps a floor of its own.
        phase = network.Begin(1, new Transfer(false));
        var started = network.Groups.ToDictionary(g => g, g => phase.Kept(g).Count);
        for (var i = 0; i < 30; i++) phase = phase.Prune(new PruningStep(0.5).Choose(phase, new LpNorm(), new LpNorm().Scores(phase, [])));
        Assert.All(network.Groups, g => Assert.Equal(Math.Min(1, started[g]), phase.Kept(g).Count));
    }, 10);

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(1.0, 1)]
    [InlineData(-0.1, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0.5, 0)]
    public void A_step_that_makes_no_sense_is_refused(double fraction, int floor)
    {
        var phase = Toy.Network(tasks: 1).Begin(0);
        Assert.Throws<InvalidOperationException>(() => new PruningStep(fraction) { Floor = floor }.Choose(phase, new LpNorm(), Ramp(phase, 1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LpNorm(0));
    }
}
