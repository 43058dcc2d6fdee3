using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

namespace Enn.Torch.Tests;

/// <summary>Rates and momenta of every scheduler over twelve steps against Python.</summary>
public class SchedulerTests
{
    private static readonly double[] _metric = [1, 0.9, 0.95, 0.95, 0.95, 0.8, 0.81, 0.82, 0.83, 0.84, 0.85, 0.86];

    public static TheoryData<string> Names => [.. Golden.Of("schedulers").EnumerateObject().Select(p => p.Name)];

    private static LRScheduler Make(string name, Optimizer o) => name switch
    {
        "lambda" => LambdaLR(o, e => Math.Pow(0.9, e) + 0.1),
        "multiplicative" => MultiplicativeLR(o, e => e % 2 == 1 ? 0.9 : 0.8),
        "step" => StepLR(o, 3, 0.5),
        "multistep" => MultiStepLR(o, [2, 5, 5, 9], 0.5),
        "polynomial" => PolynomialLR(o, 8, 2),
        "exponential" => ExponentialLR(o, 0.8),
        "constant" => ConstantLR(o, 0.25, 4),
        "linear" => LinearLR(o, 0.2, 0.9, 6),
        "cosine" => CosineAnnealingLR(o, 5, 0.01),
        "sequential" => SequentialLR(o, [ConstantLR(o, 0.1, 2), ExponentialLR(o, 0.9), StepLR(o, 2, 0.5)], [3, 7]),
        "chained" => ChainedLR([ConstantLR(o, 0.1, 4), ExponentialLR(o, 0.9)]),
        "triangular" => CyclicLR(o, 0.1, 0.6, 3),
        "triangular2" => CyclicLR(o, 0.1, 0.6, 2, 3, impl.CyclicLR.Mode.Triangular2),
        "exp_range" => CyclicLR(o, 0.1, 0.6, 2, 3, impl.CyclicLR.Mode.ExpRange, 0.9, cycle_momentum: false),
        "onecycle" => OneCycleLR(o, 0.8, 13),
        "onecycle_linear" => OneCycleLR(o, 0.8, epochs: 4, steps_per_epoch: 4, anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear, three_phase: true, pct_start: 0.4),
        "plateau" => ReduceLROnPlateau(o, "min", 0.5, 2, cooldown: 1, min_lr: [0.1]),
        "plateau_max" => ReduceLROnPlateau(o, "max", 0.5, 1, threshold: 0.05, threshold_mode: "abs"),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such scheduler"),
    };

    [Theory, MemberData(nameof(Names))]
    public void Rates_are_pythons(string name)
    {
        var optimizer = new SGD([new Parameter(zeros(1))], 0.5, 0.9);
        var scheduler = Make(name, optimizer);
        var group = (SGD.ParamGroup)optimizer.ParamGroups.Single();
        var k = 0;
        foreach (var expected in Golden.Of("schedulers", name).EnumerateArray())
        {
            if (k > 0)
            {
                optimizer.step();
                if (name.StartsWith("plateau", StringComparison.Ordinal)) scheduler.step(_metric[k - 1]);
                else scheduler.step();
            }
            Golden.CloseList(expected, [group.LearningRate, group.Momentum], 1e-12, $"{name}, step {k}");
            Assert.Equal(group.LearningRate, scheduler.get_last_lr().Single());
            k++;
        }
    }

    [Fact]
    public void The_closed_form_jumps_to_an_epoch()
    {
        foreach (var name in new[] { "step", "multistep", "polynomial", "exponential", "constant", "linear", "cosine" })
        {
            var optimizer = new SGD([new Parameter(zeros(1))], 0.5);
            Make(name, optimizer).step(6);
            Assert.Equal(Golden.Of("schedulers", name)[6][0].GetDouble(), optimizer.ParamGroups.Single().LearningRate, 12);
        }
    }

    [Fact]
    public void Each_group_has_its_own_rate()
    {
        var optimizer = new SGD([new SGD.ParamGroup([new Parameter(zeros(1))], 1.0), new SGD.ParamGroup([new Parameter(zeros(1))], 0.5)], 0.1);
        var scheduler = StepLR(optimizer, 1, 0.1);
        scheduler.step();
        Assert.Equal([0.1, 0.05], optimizer.ParamGroups.Select(g => Math.Round(g.LearningRate, 12)));
    }

    [Fact]
    public void Wrong_plans_are_refused()
    {
        var o = new SGD([new Parameter(zeros(1))], 0.5);
        Assert.Throws<ArgumentException>(() => SequentialLR(o, [StepLR(o, 1)], [3]));
        Assert.Throws<ArgumentException>(() => OneCycleLR(o, 0.1));
        Assert.Throws<InvalidOperationException>(() => ReduceLROnPlateau(o).step());
        var one = OneCycleLR(new SGD([new Parameter(zeros(1))], 0.5, 0.9), 0.1, 2);
        one.step();
        Assert.Throws<InvalidOperationException>(one.step);
    }
}
