using Enn.CSharp.Tests.NonNegative;
using Enn.Data;
using Enn.Eidetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eidetic;

/// <summary>Scores and the choice of neurons.</summary>
public class CriterionTests
{
    private static EideticNetwork Double(bool batchNorm = false, int width = 8)
    {
        manual_seed(21);
        return Toy.Network(tasks: 3, width: width, batchNorm: batchNorm, layers: 2).To(dtype: ScalarType.Float64);
    }

    private static Batch[] Batches(int count) => [.. Enumerable.Range(0, count).Select(i => new Batch(Toy.Batch(i).Inputs.to(ScalarType.Float64), Toy.Batch(i).Labels))];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Taylor_scores_are_the_mean_magnitude_of_gradient_times_output(bool batchNorm)
    {
        var network = Double(batchNorm);
        Toy.Learn(network, 0, batch: Batches(1)[0]);
        var phase = network.Begin(1);
        var batches = Batches(2);
        var scores = new TaylorExpansion().Scores(phase, batches);
        // By finite differences: the derivative of the loss by a factor on one sample's output of one neuron.
        phase.eval();
        foreach (var (layer, neuron) in network.Layers.Select((l, i) => (l, i % phase.Kept(l.To).Count)))
        {
            var expected = 0.0;
            foreach (var batch in batches)
                for (var sample = 0; sample < 60; sample++)
                {
                    double Loss(double factor) => phase.Loss(phase.Compute(batch.Inputs, (at, y) =>
                    {
                        if (at != layer) return y;
                        var scaled = y.clone();
                        scaled[sample, neuron] *= factor;
                        return scaled;
                    }), batch.Labels).ToDouble();
                    expected += Math.Abs(Loss(1 + 1e-5) - Loss(1 - 1e-5)) / 2e-5 / 60;
                }
            Assert.Equal(expected, scores[layer.To][neuron], 1e-6 * Math.Max(1, expected));
        }
    }

    [Fact]
    public void Scoring_changes_nothing_and_remembers_nothing()
    {
        // Defects D12 and D13: the official scores added up from step to step, and hooks stayed behind.
        var network = Double(batchNorm: true);
        var phase = network.Begin(0);
        phase.train();
        var before = phase.state_dict().ToDictionary(e => e.Key, e => e.Value.clone());
        var random = get_rng_state();
        foreach (var criterion in new ICriterion[] { new TaylorExpansion(), new LpNorm(), new RandomScores(4), new TrainingTaylor() })
        {
            var first = criterion.Scores(phase, Batches(2));
            var second = criterion.Scores(phase, Batches(2));
            Assert.All(network.Groups, g => Assert.Equal(first[g], second[g]));
            Assert.All(network.Groups, g => Assert.True(first[g].Distinct().Count() > 1));
        }
        Assert.True(phase.training);
        Assert.All(phase.state_dict(), e => Assert.True(e.Value.ndim == 0 || Bits.Same(before[e.Key], e.Value), e.Key));
        Assert.All(phase.parameters(), p => Assert.Null(p.grad));
        Assert.True(random.eq(get_rng_state()).all().item<bool>());
    }

    [Fact]
    public void The_training_pass_gives_the_scores_of_its_last_epoch()
    {
        manual_seed(4);
        var network = Toy.Network(tasks: 1);
        var phase = network.Begin(0);
        var recorder = new ScoreRecorder(phase);
        var (x, y) = Toy.Batch(0);
        phase.train();
        phase.Loss(phase.Compute(x, recorder.Tap), y).backward();
        recorder.Collect();
        var criterion = new TrainingTaylor();
        criterion.Take(phase, recorder);
        var taken = criterion.Scores(phase, []);
        // Without normalisation to tell training from evaluation, it is the extra pass's result.
        var plain = Toy.Network(tasks: 1, batchNorm: false);
        var its = plain.Begin(0);
        var other = new ScoreRecorder(its);
        its.Loss(its.Compute(x, other.Tap), y).backward();
        other.Collect();
        var extra = new TaylorExpansion().Scores(its, [Toy.Batch(0)]);
        foreach (var group in plain.Groups)
            Assert.All(other.Sums.Read()[group].Zip(extra[group]), s => Assert.Equal(s.Second, s.First, 1e-6));
        Assert.All(network.Groups, g => Assert.Contains(taken[g], score => score > 0));

        var reports = Toy.Learn(network: Toy.Network(tasks: 1), 0, criterion: new TrainingTaylor());
        Assert.Equal(3, reports.Schedule.PruningSteps);
    }

    [Fact]
    public void A_weights_gradient_knows_the_score_of_its_neuron()
    {
        // Sum over inputs of w dL/dw = sum over samples of y dL/dy where a layer has no bias; next to nothing where a normalisation follows in training mode.
        var network = Double(batchNorm: true);
        var phase = network.Begin(0);
        var (x, labels) = Batches(1)[0];
        foreach (var training in new[] { false, true })
        {
            phase.train(training);
            phase.zero_grad();
            var outputs = new List<Tensor>();
            phase.Loss(phase.Compute(x, (_, y) =>
            {
                y.retain_grad();
                outputs.Add(y);
                return y;
            }), labels).backward();
            foreach (var (layer, y) in network.Layers.Zip(outputs))
            {
                var weight = phase.Blocks[layer].Weight!;
                var left = (weight * weight.grad!).sum(1);
                var right = (y * y.grad!).sum(0);
                Assert.True((left - right).abs().max().item<double>() < 1e-10);
                if (training) Assert.True(left.abs().max().item<double>() < 1e-4 * weight.grad!.abs().max().item<double>() * 12);
            }
        }
    }

    [Fact]
    public void Shortcuts_follow_their_groups()
    {
        manual_seed(2);
        var network = new EideticNetwork(new ResNet(new ResNetOptions(1, [1, 1, 1, 1]) { Width = 4 }), [new("0", 2)]);
        var phase = network.Begin(0);
        var scores = new TaylorExpansion().Scores(phase, [new Batch(randn(4, 1, 8, 8), tensor([0L, 1, 0, 1]))]);
        Assert.Equal(network.Groups.Count, scores.Count);
        phase = phase.Prune(new PruningStep(0.3).Choose(phase, new TaylorExpansion(), scores));
        foreach (var layer in network.Layers)
        {
            Assert.Equal(phase.Kept(layer.To).Count, phase.Blocks[layer].Weight!.size(0));
            Assert.Equal(layer.From.IsInput ? 1 : phase.Kept(layer.From).Count, phase.Blocks[layer].Weight!.size(1));
        }
        Assert.Equal([4, 2], phase.forward(randn(4, 1, 8, 8)).shape);
    }

    [Fact]
    public void Taylor_prunes_without_transfer_after_the_first_task()
    {
        // Defect D10: any owned column made the official code take a whole row for owned, so that nothing could be pruned any more.
        var network = Toy.Network(tasks: 2, width: 20);
        Toy.Learn(network, 0, transfer: new Transfer(false));
        var report = Toy.Learn(network, 1, transfer: new Transfer(false), criterion: new TaylorExpansion());
        Assert.Equal(3, report.Schedule.PruningSteps);
        Assert.All(network.Groups, g => Assert.InRange(g.Owned(1), 1, g.Size - g.Owned(0)));
    }

    [Fact]
    public void Random_scores_depend_on_seed_and_state_alone()
    {
        var network = Toy.Network(tasks: 1, width: 30);
        var phase = network.Begin(0);
        var scores = new RandomScores(1).Scores(phase, []);
        Assert.Equal(scores[network.Groups[0]], new RandomScores(1).Scores(phase, [])[network.Groups[0]]);
        Assert.NotEqual(scores[network.Groups[0]], new RandomScores(2).Scores(phase, [])[network.Groups[0]]);
        Assert.NotEqual(scores[network.Groups[0]], scores[network.Groups[1]]);
        phase = phase.Prune(new PruningStep(0.1).Choose(phase, new RandomScores(1), scores));
        Assert.NotEqual(scores[network.Groups[0]][..27], new RandomScores(1).Scores(phase, [])[network.Groups[0]]);
    }

    [Theory]
    [InlineData("l1")]
    [InlineData("l2")]
    [InlineData("taylor")]
    public void Scores_go_with_their_neurons_whatever_their_numbers(string name)
    {
        // The official norms fail this: they pruned all layers but the first by position (defect D1).
        ICriterion criterion = name switch { "l1" => new LpNorm(1), "l2" => new LpNorm(2), _ => new TaylorExpansion() };
        var (one, other) = (Double(batchNorm: true), Double(batchNorm: true));
        var (phase, renumbered) = (one.Begin(0), other.Begin(0));
        var batch = Batches(1)[0];
        phase.train();
        var optimizer = optim.Adam(phase.parameters(), 0.01);
        for (var i = 0; i < 3; i++)
        {
            optimizer.zero_grad();
            phase.Loss(phase.forward(batch.Inputs), batch.Labels).backward();
            optimizer.step();
        }
        var old = one.Groups.Select(_ => randperm(8).data<long>().ToArray()).ToArray();
        Tensor Renumbered(string key, Tensor value)
        {
            if (value.ndim == 0 || key == "classifiers.0.bias") return value.clone();
            var layer = key.StartsWith("classifiers", StringComparison.Ordinal) ? old.Length : key["blocks.".Length] - '0';
            var rows = layer == old.Length ? value : value.index_select(0, tensor(old[layer]));
            return value.ndim == 2 && layer > 0 ? rows.index_select(1, tensor(old[layer - 1])) : rows.clone();
        }
        renumbered.load_state_dict(phase.state_dict().ToDictionary(e => e.Key, e => Renumbered(e.Key, e.Value)));

        int Position(ChannelGroup group) => other.Groups.ToList().IndexOf(group);
        phase = phase.Prune(one.Groups.ToDictionary(g => g, _ => (IReadOnlyCollection<int>)[1, 4]));
        renumbered = renumbered.Prune(other.Groups.ToDictionary(g => g, g => (IReadOnlyCollection<int>)[.. Enumerable.Range(0, 8).Where(n => old[Position(g)][n] is 1 or 4)]));
        var (scores, its) = (criterion.Scores(phase, [batch]), criterion.Scores(renumbered, [batch]));
        var (chosen, likewise) = (new PruningStep(0.4).Choose(phase, criterion, scores), new PruningStep(0.4).Choose(renumbered, criterion, its));
        foreach (var (group, twin) in one.Groups.Zip(other.Groups))
        {
            var numbers = old[Position(twin)];
            var score = phase.Kept(group).Zip(scores[group]).ToDictionary(n => n.First, n => n.Second);
            Assert.All(renumbered.Kept(twin).Zip(its[twin]), n => Assert.Equal(score[(int)numbers[n.First]], n.Second, 1e-9));
            Assert.Equal(chosen.GetValueOrDefault(group, []).Order(), likewise.GetValueOrDefault(twin, []).Select(n => (int)numbers[n]).Order());
        }
        // Not by position: somewhere other numbers go.
        Assert.Contains(one.Groups.Zip(other.Groups), g => !chosen.GetValueOrDefault(g.First, []).Order().SequenceEqual(likewise.GetValueOrDefault(g.Second, []).Order()));
    }

    [Fact]
    public void Taylor_scores_of_channels_are_means_over_pixels_too()
    {
        manual_seed(23);
        var network = new EideticNetwork(new ConvNet(1, 1, 2), [new("0", 3)]).To(dtype: ScalarType.Float64);
        var phase = network.Begin(0);
        phase.eval();
        Batch[] batches = [.. Enumerable.Range(0, 2).Select(_ => new Batch(randn(6, 1, 8, 8, ScalarType.Float64), arange(6, ScalarType.Int64) % 3))];
        var expected = batches.Select(batch =>
        {
            var outputs = new Dictionary<ChannelGroup, Tensor>();
            phase.Loss(phase.Compute(batch.Inputs, (layer, y) =>
            {
                y.retain_grad();
                return outputs[layer.To] = y;
            }), batch.Labels).backward();
            return outputs.ToDictionary(o => o.Key, o => (o.Value * o.Value.grad!).abs().transpose(0, 1).flatten(1).mean([1]).data<double>().ToArray());
        }).ToList();
        var (all, first, perLayer) = (new TaylorExpansion().Scores(phase, batches), new TaylorExpansion(batches: 1).Scores(phase, batches), new TaylorExpansion(perLayer: true).Scores(phase, batches));
        foreach (var group in network.Groups)
        {
            Assert.Equal(expected[0][group].Zip(expected[1][group], (a, b) => a + b), all[group], (a, b) => Math.Abs(a - b) < 1e-12);
            Assert.Equal(expected[0][group], first[group], (a, b) => Math.Abs(a - b) < 1e-12);
            var norm = Math.Sqrt(all[group].Sum(score => score * score));
            Assert.Equal(all[group].Select(score => score / norm), perLayer[group], (a, b) => Math.Abs(a - b) < 1e-9);
        }
    }
}
