using Enn.CSharp.Tests.NonNegative;
using Enn.Eigen;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.Eigen;

/// <summary>Optimizers, rates and end-to-end training.</summary>
public class FactorOptimizerTests
{
    public static TheoryData<string> Ways => [.. Orthonormalities.Names];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_step_is_gradient_then_optimizer_then_move(string name)
    {
        var way = Orthonormalities.Of(name, 0.2);
        manual_seed(1);
        var layer = new EigenLinear(9, 6).to(ScalarType.Float64);
        var x = new Draw(1).Normal([4, 9], ScalarType.Float64);
        using var optimizer = Training.Optimizer(layer, way, new OptimizerRecipe(OptimizerKind.Sgd, 0.05, 0, 0));
        layer.forward(x).square().sum().backward();
        using var _ = no_grad();
        var expected = layer.Factors.Bases.Select(b => way.Move(b.clone(), way.Gradient(b.clone(), b.grad!.clone()) * -0.05)).ToList();
        var lambda = layer.Factors.Lambda - layer.Factors.Lambda.grad! * 0.05;
        var penalty = Penalty.Of(layer.Factors.Bases).ToDouble();
        var value = optimizer.Step();
        Near.Within(1e-12, expected[0], layer.Factors.Q);
        Near.Within(1e-12, expected[1], layer.Factors.P);
        Near.Within(1e-12, lambda, layer.Factors.Lambda);
        if (name == "soft") Assert.Equal(penalty, value!.ToDouble(), 1e-12);
        else Assert.Null(value);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_separable_toy_is_learnt_in_every_way(string name)
    {
        manual_seed(2);
        using var network = nn.Sequential(new EigenLinear(8, 16), nn.ReLU(), new EigenLinear(16, 2));
        var draw = new Draw(3);
        var x = draw.Normal([40, 8], ScalarType.Float32);
        var y = x.select(1, 0).add(x.select(1, 3)).gt(0).to(ScalarType.Int64);
        x = x + (y * 2 - 1).unsqueeze(1).to(ScalarType.Float32);
        using var optimizer = Training.Optimizer(network, Orthonormalities.Of(name, name == "soft" ? 1e-3 : 0.1), new OptimizerRecipe(OptimizerKind.AdamW, 0.01));
        using var trainer = new EndToEndTrainer(network, optimizer);
        for (var step = 0; step < 200; step++) trainer.Step(x, y);
        network.eval();
        using var _ = no_grad();
        Assert.True(network.forward(x).argmax(1).eq(y).all().item<bool>());
        if (optimizer.Way.IsHard) Assert.All(EigenLayers.Of(network).SelectMany(l => l.Factors.Bases), b => Assert.True(Orthonormality.Error(b) < 1e-4));
    }

    public static TheoryData<string> HardWays => [.. Orthonormalities.Names.Where(name => Orthonormalities.Of(name, 0.1).IsHard)];

    [Theory]
    [MemberData(nameof(HardWays))]
    public void A_thousand_steps_of_AdamW_in_float32_leave_bases_orthonormal(string name)
    {
        manual_seed(13);
        // A square basis, and a tall one.
        using var layer = new EigenConv2d(3, 8, 3);
        using var optimizer = Training.Optimizer(layer, Orthonormalities.Of(name, 0), new OptimizerRecipe(OptimizerKind.AdamW, 1e-2));
        using var random = new Generator(14);
        for (var step = 0; step < 1000; step++)
        {
            using var scope = NewDisposeScope();
            foreach (var parameter in layer.parameters()) parameter.grad = randn(parameter.shape, generator: random);
            optimizer.Step();
        }
        Assert.All(layer.Factors.Bases, basis => Assert.True(Orthonormality.Error(basis) < 1e-4, $"{Orthonormality.Error(basis)}"));
    }

    [Fact]
    public void Without_rate_and_penalty_nothing_changes()
    {
        using var network = Training.Network(4);
        using var optimizer = Training.Optimizer(network, new SoftPenalty(0), new OptimizerRecipe(OptimizerKind.AdamW, 0));
        var before = network.parameters().Select(p => p.detach().clone()).ToList();
        using var trainer = new EndToEndTrainer(network, optimizer);
        trainer.Train(Training.Batches(2, 5));
        Assert.All(before.Zip(network.parameters()), pair => Near.Exactly(pair.First, pair.Second.detach()));
    }

    [Fact]
    public void The_penalty_alone_falls_monotonically()
    {
        var draw = new Draw(6);
        var x = new Parameter(SignFixedQr.Orthonormalise(draw.Normal([10, 5], ScalarType.Float64)) * 1.4);
        const double Weight = 0.5;
        var way = new SoftPenalty(Weight);
        using var sgd = optim.SGD([x], 0.12 / Weight);
        var last = double.PositiveInfinity;
        for (var step = 0; step < 30 && last > 1e-20; step++)
        {
            x.grad = zeros_like(x);
            var value = way.Update([x], () => sgd.step())!.ToDouble();
            Assert.True(value < last, $"{value} after {last}");
            last = value;
        }
        Assert.True(last < 1e-6);
    }

    [Fact]
    public void Bases_decay_only_where_asked()
    {
        foreach (var decayed in new[] { true, false })
        {
            manual_seed(7);
            var layer = new EigenLinear(5, 4);
            using var optimizer = Training.Optimizer(layer, new SoftPenalty(0), new OptimizerRecipe(OptimizerKind.AdamW, 0.1, 0.5, DecayBases: decayed));
            var (q, lambda) = (layer.Factors.Q.detach().clone(), layer.Factors.Lambda.detach().clone());
            (layer.forward(zeros(1, 5)).sum() * 0).backward();
            optimizer.Step();
            Near.Within(1e-6, lambda * 0.95, layer.Factors.Lambda.detach());
            Near.Within(1e-6, decayed ? q * 0.95 : q, layer.Factors.Q.detach());
        }
    }

    [Theory]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.Sgd)]
    public void Updates_are_those_of_a_trace_by_hand(OptimizerKind kind)
    {
        double[] gradients = [0.3, -1.2, 0.05, 2, -0.7];
        var parameter = new Parameter(tensor(new[] { 0.8 }));
        const double Rate = 0.1, Decay = 0.02;
        using var optimizer = new FactorOptimizer([parameter], [], new SoftPenalty(0), new OptimizerRecipe(kind, Rate, Decay, 0.9, Nesterov: kind == OptimizerKind.Sgd), RateSchedule.Cosine(10));
        double value = 0.8, first = 0, second = 0;
        for (var t = 1; t <= gradients.Length; t++)
        {
            var g = gradients[t - 1];
            var rate = Rate * (1 + Math.Cos(Math.PI * (t - 1) / 10)) / 2;
            Assert.Equal(rate, optimizer.Rate, 1e-15);
            if (kind == OptimizerKind.AdamW)
            {
                value *= 1 - rate * Decay;
                (first, second) = (0.9 * first + 0.1 * g, 0.999 * second + 0.001 * g * g);
                value -= rate * first / (1 - Math.Pow(0.9, t)) / (Math.Sqrt(second / (1 - Math.Pow(0.999, t))) + 1e-8);
            }
            else
            {
                g += Decay * value;
                first = t == 1 ? g : 0.9 * first + g;
                value -= rate * (g + 0.9 * first);
            }
            parameter.grad = tensor(new[] { gradients[t - 1] });
            optimizer.Step();
            Assert.Equal(value, parameter.item<double>(), 1e-7);
        }
    }

    [Fact]
    public void Rates_follow_their_closed_forms()
    {
        var cosine = RateSchedule.Cosine(100);
        Assert.Equal((1.0, 0.5, 0.0), (cosine.At(0), Math.Round(cosine.At(50), 12), cosine.At(100)));
        Assert.Equal(0, cosine.At(150), 1e-15);
        Assert.Equal((0.25, 1.0), (RateSchedule.Cosine(100, 4).At(0), RateSchedule.Cosine(100, 4).At(4)));
        // The official scripts', base 1e-4, T_max 200: 3.0866e-5, 0 and the base again.
        var bouncing = RateSchedule.BouncingCosine(200);
        Assert.Equal(3.0866e-5, 1e-4 * bouncing.At(125), 1e-9);
        Assert.Equal(0, bouncing.At(200), 1e-15);
        Assert.Equal(1, bouncing.At(400), 1e-15);
        var byEpoch = RateSchedule.BouncingCosine(200, every: 98);
        Assert.Equal(bouncing.At(1), byEpoch.At(195), 1e-15);
        Assert.Equal(bouncing.At(2), byEpoch.At(196), 1e-15);
        var cycle = RateSchedule.OneCycle(1000);
        Assert.Equal(1.0 / 25, cycle.At(0), 1e-15);
        Assert.Equal(1, cycle.At(349), 1e-9);
        Assert.Equal(1.0 / 25 / 1000, cycle.At(999), 1e-12);
        Assert.All(Enumerable.Range(0, 349), step => Assert.True(cycle.At(step) < cycle.At(step + 1)));
        Assert.All(Enumerable.Range(349, 650), step => Assert.True(cycle.At(step) > cycle.At(step + 1)));
    }

    [Theory]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.Sgd)]
    public void A_resumed_training_ends_as_an_uninterrupted_one(OptimizerKind kind)
    {
        EndToEndTrainer Trainer(int seed)
        {
            var network = Training.Network(seed);
            return new EndToEndTrainer(network, Training.Optimizer(network, new CholeskyQr2(), kind == OptimizerKind.AdamW ? Training.AdamW : Training.Sgd, RateSchedule.Cosine(6)));
        }
        var batches = Training.Batches(6, 8);
        using var whole = Trainer(9);
        var losses = whole.Train(batches);
        using var part = Trainer(9);
        part.Train(batches[..3]);
        using var rest = Trainer(10);
        rest.Load(part.State());
        Assert.Equal(losses.Skip(3), rest.Train(batches[3..]));
        Training.SameState(whole.State(), rest.State());
        Assert.Throws<ArgumentException>(() => rest.Load(new Dictionary<string, Tensor>(part.State().Where(s => !s.Key.EndsWith("steps", StringComparison.Ordinal)))));
    }

    [Fact]
    public void One_step_reaches_every_parameter()
    {
        using var network = Training.Network(11);
        using var transformer = new EVit(new EVitOptions(16, 8, 1, 2, 8, 8, Training.Classes, 0));
        foreach (var model in new nn.Module<Tensor, Tensor>[] { network, transformer })
        {
            var (x, y) = Training.Batches(1, 12)[0];
            nn.functional.cross_entropy(model.forward(x), y).backward();
            // The key bias shifts all scores of a query alike, which softmax does not see; the others move.
            Assert.All(model.named_parameters(), p => Assert.True(p.parameter.grad is not null && (p.name.Contains("k_proj.bias", StringComparison.Ordinal) || p.parameter.grad.abs().sum().ToDouble() > 0), p.name));
        }
    }
}
