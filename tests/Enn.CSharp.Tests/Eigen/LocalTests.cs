using Enn.CSharp.Tests.NonNegative;
using Enn.Eigen;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Enn.CSharp.Tests.Eigen;

/// <summary>Local learning, one unit after the other.</summary>
public class LocalTests
{
    [Fact]
    public void A_units_loss_reaches_that_unit_alone()
    {
        using var trainer = Training.Local(1, Training.AdamW);
        trainer.Network.train();
        var (x, y) = Training.Batches(1, 2)[0];
        Tensor features = x;
        foreach (var learner in trainer.Learners)
        {
            foreach (var parameter in trainer.Network.parameters()) parameter.grad = null;
            Tensor? next = null;
            learner.Step(features, y, output => next = output);
            var own = learner.Unit.Parameters.ToHashSet<Tensor>(ReferenceEqualityComparer.Instance);
            Assert.All(trainer.Network.parameters(), p => Assert.Equal(own.Contains(p), p.grad is not null));
            Assert.False(next!.requires_grad);
            features = next;
        }
    }

    [Fact]
    public void What_is_passed_on_was_computed_before_the_step()
    {
        using var trainer = Training.Local(3, Training.AdamW);
        using var twin = Training.Local(3, Training.AdamW);
        trainer.Network.train();
        twin.Network.train();
        var (x, y) = Training.Batches(1, 4)[0];
        Tensor? emitted = null;
        trainer.Learners[0].Step(x, y, output => emitted = output);
        using var _ = no_grad();
        Near.Exactly(twin.Learners[0].Unit.Forward(x), emitted!);
        Assert.True(Near.Difference(emitted!, trainer.Learners[0].Unit.Forward(x)) > 0);
    }

    [Fact]
    public void The_gradient_at_a_units_output_is_the_projected_error()
    {
        var draw = new Draw(5);
        var output = draw.Normal([3, 4, 5, 5], ScalarType.Float64).requires_grad_();
        using var head = new LocalHead(new LocalHeadOptions(), output, 6, 7);
        var labels = tensor(new long[] { 5, 0, 2 });
        var logits = head.Logits(output);
        functional.cross_entropy(logits, labels).backward();
        var weight = head.State().Single(s => s.Name == "weight").Value;
        var error = logits.detach().softmax(1) - functional.one_hot(labels, 6).to(ScalarType.Float64);
        Near.Within(1e-12, error.matmul(weight).view(3, 4, 5, 5) / 3, output.grad!);
        Assert.True(weight.abs().max().ToDouble() is < 0.1 and > 0.09);
        Assert.Equal(6 * 101, head.Kept);
    }

    [Fact]
    public void A_regenerated_head_has_the_kept_ones_values_and_no_memory()
    {
        var output = new Draw(8).Normal([2, 3, 6, 6], ScalarType.Float32);
        foreach (var input in new[] { HeadInput.Flattened, HeadInput.Pooled })
        {
            using var kept = new LocalHead(new LocalHeadOptions(input), output, 5, 9);
            using var regenerated = new LocalHead(new LocalHeadOptions(input, Regenerated: true), output, 5, 9);
            Near.Exactly(kept.Logits(output), regenerated.Logits(output));
            Assert.Equal(0, regenerated.Kept);
            Assert.Equal(5 * ((input == HeadInput.Pooled ? 12 : 108) + 1), kept.Kept);
            Assert.Empty(regenerated.State());
        }
        // Of tokens the mean is read.
        var tokens = new Draw(10).Normal([2, 7, 12], ScalarType.Float32);
        using var head = new LocalHead(new LocalHeadOptions(), tokens, 5, 9);
        Assert.Equal(5 * 13, head.Kept);
        Near.Within(1e-6, head.Logits(tokens.mean([1L], keepdim: true)), head.Logits(tokens));
    }

    [Fact]
    public void Flattened_heads_have_the_papers_sizes()
    {
        using var network = new ResNet(new ResNetOptions(18, 10, new EigenLayers(Initialisation.None)));
        using var trainer = new LocalTrainer(network, zeros(1, 3, 32, 32), 10, new LocalHeadOptions(), 1, _ => new UnitRecipe(new SoftPenalty(0), Training.Sgd, RateSchedule.Constant));
        // Published by the official code: 3.1 M.
        Assert.Equal(10 * (3 * 65_536 + 2 * 32_768 + 2 * 16_384 + 2 * 8_192 + 9), trainer.HeadValues);
        Assert.Equal(3.1, Math.Round(trainer.HeadValues / 1e6, 1));
    }

    [Fact]
    public void Heads_are_never_trained()
    {
        using var trainer = Training.Local(11, Training.AdamW);
        Dictionary<string, Tensor> Heads() => trainer.State().Where(s => s.Key.StartsWith("head.", StringComparison.Ordinal)).ToDictionary();
        var before = Heads();
        Assert.Equal(2 * (trainer.Learners.Count - 1), before.Count);
        trainer.Train(Training.Batches(3, 12));
        Training.SameState(before, Heads());
        Assert.Equal(trainer.Network.parameters().Count(), trainer.Learners.Sum(l => l.Unit.Parameters.Count));
    }

    [Fact]
    public void A_head_changes_the_step_of_its_own_unit_alone()
    {
        const string Unit = "layer2.0";
        using var one = Training.Local(30, Training.Sgd);
        using var other = Training.Local(30, Training.Sgd);
        var state = other.State();
        state[$"head.{Unit}/weight"].neg_();
        other.Load(state);
        var batch = Training.Batches(1, 31);
        one.Train(batch);
        other.Train(batch);
        Assert.All(one.Learners.Zip(other.Learners), pair =>
            Assert.Equal(pair.First.Unit.Name != Unit, pair.First.Unit.State().Zip(pair.Second.Unit.State()).All(s => s.First.Value.eq(s.Second.Value).all().item<bool>())));
    }

    [Fact]
    public void Finding_the_heads_sizes_leaves_the_network_as_it_was()
    {
        using var network = Training.Network(32);
        network.train();
        var before = network.state_dict().ToDictionary(e => e.Key, e => e.Value.detach().clone());
        var units = 0;
        using var trainer = new LocalTrainer(network, new Draw(33).Normal([3, 3, 16, 16], ScalarType.Float32), Training.Classes, new LocalHeadOptions(), 1, _ =>
        {
            units++;
            return new UnitRecipe(new SoftPenalty(0), Training.AdamW, RateSchedule.Constant);
        });
        Assert.Equal(network.Units.Count, units);
        Assert.True(network.training);
        // A forward pass in training mode would have moved the running statistics.
        Training.SameState(before, network.state_dict());
    }

    [Fact]
    public void With_the_true_classifier_as_its_head_a_single_block_gets_the_end_to_end_gradients()
    {
        manual_seed(13);
        var block = new BasicBlock(new EigenLayers(), 3, 8, 2);
        var fc = new EigenLinear(8, Training.Classes);
        block.to(ScalarType.Float64);
        fc.to(ScalarType.Float64);
        Tensor Logits(Tensor h) => fc.forward(h.mean([2L, 3L]));
        var (x, y) = (new Draw(14).Normal([4, 3, 8, 8], ScalarType.Float64), tensor(new long[] { 0, 1, 2, 3 }));
        functional.cross_entropy(Logits(block.forward(x)), y).backward();
        var expected = block.parameters().Select(p => p.grad!.clone()).ToList();
        var unit = new NetworkUnit("block", block.forward, [("block", block)]);
        using var optimizer = new FactorOptimizer(unit.Parameters, unit.Layers, new SoftPenalty(0), new OptimizerRecipe(OptimizerKind.Sgd, 0, 0, 0), RateSchedule.Constant);
        new LocalLearner(unit, Logits, optimizer).Step(x, y, null);
        Assert.All(expected.Zip(unit.Parameters), pair => Near.Within(1e-10, pair.First, pair.Second.grad!));
    }

    [Theory]
    [InlineData("soft")]
    [InlineData("cholesky-qr2")]
    public void A_separable_toy_is_learnt_locally(string way)
    {
        using var trainer = Training.Local(15, new OptimizerRecipe(OptimizerKind.AdamW, 3e-3), Orthonormalities.Of(way, 1e-3));
        var y = tensor([.. Enumerable.Range(0, 8).Select(i => (long)(i % 2))]);
        var x = new Draw(16).Normal([8, 3, 16, 16], ScalarType.Float32) + (y * 2 - 1).view(-1, 1, 1, 1).to(ScalarType.Float32);
        for (var step = 0; step < 40; step++) trainer.Step(x, y);
        trainer.Network.eval();
        using var _ = no_grad();
        Assert.True(trainer.Network.forward(x).argmax(1).eq(y).all().item<bool>());
        if (trainer.Learners[0].Optimizer.Way.IsHard)
            Assert.All(EigenLayers.Of(trainer.Network).SelectMany(l => l.Factors.Bases), b => Assert.True(Orthonormality.Error(b) < 1e-4));
    }

    [Fact]
    public void A_vision_transformer_learns_locally_too()
    {
        manual_seed(17);
        using var network = new EVit(new EVitOptions(16, 8, 2, 2, 8, 8, Training.Classes, 0));
        using var trainer = new LocalTrainer(network, zeros(1, 3, 16, 16), Training.Classes, new LocalHeadOptions(), 1,
            _ => new UnitRecipe(new SoftPenalty(1e-4), Training.AdamW, RateSchedule.Constant));
        var before = network.parameters().Select(p => p.detach().clone()).ToList();
        Assert.Equal(4, trainer.Train(Training.Batches(2, 18))[0].Length);
        Assert.All(before.Zip(network.parameters()), pair => Assert.True(Near.Difference(pair.First, pair.Second) > 0));
        Assert.Throws<ArgumentException>(() => new LocalTrainer(new EigenLinear(2, 2), zeros(1, 2), 2, new LocalHeadOptions(), 1, _ => throw new InvalidOperationException()));
    }

    [Fact]
    public void An_official_local_checkpoint_loads_with_its_heads()
    {
        using var trained = Training.Local(19, Training.Sgd);
        trained.Train(Training.Batches(2, 20));
        var official = new Dictionary<string, Tensor>();
        foreach (var (key, value) in trained.State())
        {
            if (key.StartsWith("network.", StringComparison.Ordinal)) official[key["network.".Length..].Replace(".shortcut.", ".downsample.")] = value;
            else if (key.StartsWith("head.stem/", StringComparison.Ordinal)) official[key.Replace("head.stem/", "conv1_head.")] = value;
            else if (key.StartsWith("head.", StringComparison.Ordinal)) official[key["head.".Length..].Replace("/", ".local_head.")] = value;
        }
        Assert.Contains("layer2.0.downsample.0.Q", official.Keys);
        Assert.Contains("layer2.0.local_head.bias", official.Keys);
        using var loaded = Training.Local(21, Training.Sgd);
        loaded.LoadOfficial(official);
        foreach (var (key, value) in trained.State())
            if (!key.StartsWith("optimizer.", StringComparison.Ordinal)) Near.Exactly(value, loaded.State()[key]);
        // The network alone takes it too, and so does it an end-to-end checkpoint.
        using var network = Training.Network(22);
        OfficialKeys.Load(network, official);
        OfficialKeys.Load(network, trained.Network.state_dict());
        official.Remove("conv1_head.weight");
        Assert.Contains("stem", Assert.Throws<ArgumentException>(() => loaded.LoadOfficial(official)).Message);
        official.Remove("fc.Q");
        Assert.Contains("fc.Q", Assert.Throws<InvalidOperationException>(() => OfficialKeys.Load(network, official)).Message);
    }
}
