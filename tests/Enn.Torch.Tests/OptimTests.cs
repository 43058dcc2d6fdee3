using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.Torch.Tests;

/// <summary>Five float64 steps of every optimizer against Python, saving and resuming, clipping.</summary>
public class OptimTests
{
    public static TheoryData<string> Names => [.. Golden.Of("optimizers").EnumerateObject().Select(p => p.Name)];

    private static OptimizerHelper Make(string name, Parameter[] p)
    {
        Parameter[] a = [p[0]], b = [p[1]];
        return name switch
        {
            "sgd" => new SGD([new SGD.ParamGroup { Parameters = a }, new SGD.ParamGroup { Parameters = b, LearningRate = 0.05 }], 0.1),
            "sgd_momentum" => new SGD([new SGD.ParamGroup { Parameters = a }, new SGD.ParamGroup { Parameters = b, LearningRate = 0.05 }], 0.1, 0.9, 0.2, 0.01),
            "sgd_nesterov" => new SGD([new SGD.ParamGroup { Parameters = a }, new SGD.ParamGroup { Parameters = b, LearningRate = 0.05 }], 0.1, 0.9, 0, 0.01, true),
            "sgd_maximize" => new SGD([new SGD.ParamGroup { Parameters = a }, new SGD.ParamGroup { Parameters = b, LearningRate = 0.05 }], 0.1, 0.5, maximize: true),
            "adam" => new Adam([new Adam.ParamGroup { Parameters = a }, new Adam.ParamGroup { Parameters = b, LearningRate = 0.05 }], 0.1, 0.8, 0.95, 1e-6, 0.02),
            "adam_amsgrad" => new Adam([new Adam.ParamGroup { Parameters = a }, new Adam.ParamGroup { Parameters = b, LearningRate = 0.05 }], 0.1, 0.8, 0.95, amsgrad: true),
            "adam_maximize" => new Adam([new Adam.ParamGroup { Parameters = a }, new Adam.ParamGroup { Parameters = b, LearningRate = 0.05 }], 0.1, maximize: true),
            "adamw" => new AdamW([new AdamW.ParamGroup { Parameters = a }, new AdamW.ParamGroup { Parameters = b, LearningRate = 0.05 }], 0.1, 0.8, 0.95, 1e-6, 0.02),
            "adamw_amsgrad" => new AdamW([new AdamW.ParamGroup { Parameters = a }, new AdamW.ParamGroup { Parameters = b, LearningRate = 0.05 }], 0.1, amsgrad: true, weight_decay: 0.1),
            "rmsprop" => new RMSProp([new RMSProp.ParamGroup { Parameters = a }, new RMSProp.ParamGroup { Parameters = b, LearningRate = 0.025 }], 0.05, 0.9, 1e-6, 0.01),
            "rmsprop_all" => new RMSProp([new RMSProp.ParamGroup { Parameters = a }, new RMSProp.ParamGroup { Parameters = b, LearningRate = 0.025 }], 0.05, 0.9, 1e-6, 0.01, 0.7, true),
            "adagrad" => new Adagrad([new Adagrad.ParamGroup { Parameters = a }, new Adagrad.ParamGroup { Parameters = b, LearningRate = 0.05 }], 0.1, 0.05, 0.01, 0.2),
            "adadelta" => new Adadelta([new Adadelta.ParamGroup { Parameters = a }, new Adadelta.ParamGroup { Parameters = b, LearningRate = 0.5 }], 1, 0.8, 1e-4, 0.01, true),
            "adamax" => new Adamax([new Adamax.ParamGroup { Parameters = a }, new Adamax.ParamGroup { Parameters = b, LearningRate = 0.05 }], 0.1, 0.8, 0.95, 1e-6, 0.01),
            "nadam" => new NAdam([new NAdam.ParamGroup { Parameters = a }, new NAdam.ParamGroup { Parameters = b, LearningRate = 0.05 }], 0.1, 0.8, 0.95, 1e-6, 0.01, 0.01),
            "radam" => new RAdam([new RAdam.ParamGroup { Parameters = a }, new RAdam.ParamGroup { Parameters = b, LearningRate = 0.05 }], 0.1, 0.8, 0.95, 1e-6, 0.01),
            "radam_long" => new RAdam([new RAdam.ParamGroup { Parameters = a }, new RAdam.ParamGroup { Parameters = b, LearningRate = 0.05 }], 0.1, 0.8, 0.99),
            "asgd" => new ASGD([new ASGD.ParamGroup { Parameters = a }, new ASGD.ParamGroup { Parameters = b, LearningRate = 0.05 }], 0.1, 0.01, 0.75, 2, 0.01),
            "rprop" => new Rprop([new Rprop.ParamGroup { Parameters = a }, new Rprop.ParamGroup { Parameters = b, LearningRate = 0.025 }], 0.05, 0.4, 1.3, 1e-5, 0.3),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such optimizer"),
        };
    }

    private static Parameter[] Start() => [new(Golden.Fill([3, 2])), new(Golden.Fill([4], 1, 1))];

    private static Tensor Loss(Parameter[] p, int k) => ((p[0] * 1.3).cos() * Golden.Fill([3, 2], 1, 2)).sum() + (p[1] - 0.3).pow(4).sum() * (1 + 0.1 * k);

    private static void Step(optim.Optimizer optimizer, Parameter[] p, int k)
    {
        optimizer.zero_grad();
        Loss(p, k).backward();
        optimizer.step();
    }

    [Theory, MemberData(nameof(Names))]
    public void Steps_are_pythons(string name)
    {
        var p = Start();
        var optimizer = Make(name, p);
        // Python keeps ASGD's eta and NAdam's product of momenta in float32.
        var tolerance = name is "asgd" or "nadam" ? 1e-6 : 1e-12;
        var k = 0;
        foreach (var expected in Golden.Of("optimizers", name).EnumerateArray())
        {
            Step(optimizer, p, k++);
            Golden.CloseList(expected, [.. p.SelectMany(Golden.Values)], tolerance, $"{name}, step {k}");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_saved_optimizer_goes_on_bit_for_bit(string name)
    {
        var (straight, broken) = (Start(), Start());
        var (one, two) = (Make(name, straight), Make(name, broken));
        for (var k = 0; k < 3; k++) { Step(one, straight, k); Step(two, broken, k); }
        var file = Path.GetTempFileName();
        try
        {
            two.save_state_dict(file);
            var resumed = Make(name, broken);
            foreach (var group in resumed.ParamGroups) group.LearningRate = 99;
            resumed.load_state_dict(file);
            for (var k = 3; k < 6; k++) { Step(one, straight, k); Step(resumed, broken, k); }
            for (var i = 0; i < 2; i++) Assert.Equal(Golden.Values(straight[i]), Golden.Values(broken[i]));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_state_dict_is_taken_over_by_another_optimizer()
    {
        var (a, b) = (Start(), Start());
        var (one, two) = (Make("adam_amsgrad", a), Make("adam_amsgrad", b));
        Step(one, a, 0);
        using (no_grad()) foreach (var (to, from) in b.Zip(a)) to.copy_(from);
        two.load_state_dict(one.state_dict());
        Assert.All(one.state_dict().State.Zip(two.state_dict().State), s => Assert.True(s.First.ApproximatelyEquals(s.Second)));
        Step(one, a, 1);
        Assert.False(one.state_dict().State[0].ApproximatelyEquals(two.state_dict().State[0]));
        Step(two, b, 1);
        Assert.Equal(Golden.Values(a[0]), Golden.Values(b[0]));
    }

    [Fact]
    public void The_state_of_another_kind_is_refused_and_changes_nothing()
    {
        var p = Start();
        var adam = Make("adam", p);
        var (tensors, numbers) = OptimizerFiles.Capture(Make("sgd_momentum", Start()));
        Assert.Contains("SGD", Assert.Throws<InvalidDataException>(() => OptimizerFiles.Restore(adam, tensors, numbers)).Message);
        Step(adam, p, 0);
        (tensors, numbers) = OptimizerFiles.Capture(adam);
        tensors["state.1.exp_avg"] = zeros(5, dtype: float64);
        Assert.Contains("state.1.exp_avg is Float64[5]", Assert.Throws<InvalidDataException>(() => OptimizerFiles.Restore(adam, tensors, numbers)).Message);
        numbers.Remove("state.0.step");
        Assert.Contains("state.0.step", Assert.Throws<InvalidDataException>(() => OptimizerFiles.Restore(adam, tensors, numbers)).Message);
    }

    [Theory]
    [InlineData("sgd_momentum")]
    [InlineData("adam")]
    public void A_parameter_without_gradient_stays(string name)
    {
        var p = Start();
        var optimizer = Make(name, p);
        var still = Golden.Values(p[1]);
        for (var k = 0; k < 2; k++)
        {
            optimizer.zero_grad();
            p[0].sum().backward();
            optimizer.step();
        }
        Assert.Equal(still, Golden.Values(p[1]));
        Assert.NotEqual(Golden.Values(Golden.Fill([3, 2])), Golden.Values(p[0]));
        Step(optimizer, p, 0);
        Assert.NotEqual(still, Golden.Values(p[1]));
    }

    [Fact]
    public void A_fused_step_allocates_nothing_once_it_runs()
    {
        var p = Start();
        var optimizer = Make("sgd_momentum", p);
        for (var k = 0; k < 3; k++) Step(optimizer, p, k);
        Loss(p, 0).backward();
        optimizer.step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var k = 0; k < 100; k++) optimizer.step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_closure_runs_with_gradients_and_gives_the_loss()
    {
        var p = Start();
        var optimizer = optim.SGD(p, 0.1);
        var loss = optimizer.step(() =>
        {
            optimizer.zero_grad();
            var l = Loss(p, 0);
            l.backward();
            return l;
        });
        Assert.Equal(Loss(Start(), 0).item<double>(), loss!.item<double>(), 12);
    }

    [Fact]
    public void Wrong_hyper_parameters_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => optim.SGD(Start(), -1));
        Assert.Throws<ArgumentException>(() => optim.SGD(Start(), 0.1, nesterov: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => optim.Adam(Start(), beta1: 1));
        var p = Start();
        Assert.Throws<ArgumentException>(() => optim.SGD([p[0], p[0]], 0.1));
    }

    [Fact]
    public void Clipping_is_pythons()
    {
        Parameter[] p = [new(Golden.Fill([3, 2], 3)), new(Golden.Fill([4], 1, 1))];
        void Set() { foreach (var t in p) t.grad = t.detach().clone(); }
        Set();
        Assert.Equal(Golden.Of("clip", "norm").GetDouble(), nn.utils.clip_grad_norm_(p, 1.5), 12);
        for (var i = 0; i < 2; i++) Golden.Close(Golden.Of("clip", "grads")[i], p[i].grad!, 1e-12, "clipped");
        Set();
        Assert.Equal(Golden.Of("clip", "infinite").GetDouble(), nn.utils.clip_grad_norm_(p, 100, double.PositiveInfinity), 12);
        Assert.Equal(Golden.Values(p[0]), Golden.Values(p[0].grad!));
        nn.utils.clip_grad_value_(p, 0.5);
        Assert.All(p.SelectMany(t => Golden.Values(t.grad!)), v => Assert.InRange(v, -0.5, 0.5));
    }

    [Fact]
    public void Parameters_go_to_a_vector_and_back()
    {
        var p = Start();
        var vector = nn.utils.parameters_to_vector(p);
        Assert.Equal([10], vector.shape);
        nn.utils.vector_to_parameters(vector.detach() * 2, p);
        Assert.Equal(Golden.Values(Golden.Fill([3, 2]) * 2), Golden.Values(p[0]));
        Assert.Throws<ArgumentException>(() => nn.utils.vector_to_parameters(zeros(9), p));
    }

    [Fact]
    public void Fused_steps_follow_their_formulas()
    {
        Parameter[] p = [new(Golden.Fill([3, 2]))];
        p[0].grad = Golden.Fill([3, 2], 1, 2);
        var expected = (p[0] - Golden.Fill([3, 2], 1, 2) * 0.5).clamp_min(0);
        new FusedSteps().ClippedSgd(p, 0.5);
        Assert.Equal(Golden.Values(expected), Golden.Values(p[0]));
        var after = p[0] - (Golden.Fill([3, 2], 1, 2) * 3).tanh() * p[0].abs() * 0.25;
        new FusedSteps().Multiplicative(p, 3, 0.25);
        Assert.True(p[0].allclose(after, 1e-14, 1e-14));
    }
}
