using Enn.NonNegative;
using FsCheck.Fluent;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Enn.CSharp.Tests.NonNegative;

/// <summary>CSGD and NNSGD: P15 to P17, options against a plain reference.</summary>
public class OptimizerTests
{
    private static readonly ScalarType[] _types = [ScalarType.Float32, ScalarType.Float64];

    private static Parameter With(Tensor value, Tensor grad)
    {
        var parameter = new Parameter(value);
        parameter.grad = grad;
        return parameter;
    }

    [Fact]
    public void P15_parameters_never_become_negative_or_nan() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        foreach (var dtype in _types)
        {
            // In half of the cases without any option, which is when whole steps are fused.
            var options = draw.One(MomentumOptions.None, MomentumOptions.None, new() { Momentum = 0.9, WeightDecay = draw.One(0, 0.01), Nesterov = draw.Flag() },
                new() { WeightDecay = 0.01 });
            IOptimizer Make(Parameter p) => draw.Int(0, 2) switch
            {
                0 => new Csgd([p], draw.Real(0, 3), options),
                1 => new Nnsgd([p], draw.Real(0, 10), draw.One(1, draw.Real(0.01, 1)), options),
                _ => new Nnsgd([p], draw.Real(0, 10), draw.One(1, draw.Real(0.01, 1)), options, tanhMomentum: true),
            };
            var parameter = With(draw.Uniform([300], dtype), draw.Normal([300], dtype));
            var optimizer = Make(parameter);
            for (var step = 0; step < 6; step++)
            {
                parameter.grad = draw.Normal([300], dtype, Math.Pow(10, draw.Int(-3, 30)));
                optimizer.Update();
                Assert.True(parameter.isfinite().all().item<bool>() || optimizer is Csgd);
                Assert.False(parameter.isnan().any().item<bool>());
                Near.NotNegative(parameter);
            }
        }
    }, 30);

    [Fact]
    public void P16_nnsgd_keeps_zeros_and_stays_within_its_factor() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        foreach (var dtype in _types)
        {
            var (lrIn, lrOut) = (draw.Real(0, 5), draw.Real(0.01, 1));
            var before = draw.Normal([200], dtype).clamp_min_(0);
            var parameter = With(before.clone(), draw.Normal([200], dtype, 10));
            new Nnsgd([parameter], lrIn, lrOut).Update();
            var eps = dtype == ScalarType.Float32 ? 1.2e-7 : 2.3e-16;
            Assert.False(parameter.ne(0).logical_and(before.eq(0)).any().item<bool>());
            Near.NotNegative(before * (1 + lrOut + 4 * eps) - parameter);
            Near.NotNegative(parameter - before * (1 - lrOut - 4 * eps));

            var still = With(before.clone(), zeros_like(before));
            new Nnsgd([still], lrIn, lrOut).Update();
            Near.Exactly(before, still);
        }
    }, 30);

    [Theory]
    [InlineData(1.0001)]
    [InlineData(0)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    public void P16_rates_outside_the_unit_interval_are_rejected(double lrOut) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Nnsgd([With(ones(1), ones(1))], 0.5, lrOut));

    [Fact]
    public void P17_csgd_far_from_zero_is_sgd() => Property.Holds(Property.Seeds, seed =>
    {
        var draw = new Draw(seed);
        foreach (var dtype in _types)
        {
            var (value, grad) = (draw.Uniform([100], dtype, 1, 2), draw.Normal([100], dtype));
            var (a, b) = (With(value.clone(), grad), With(value.clone(), grad));
            new Csgd([a], 0.01).Update();
            new PlainSgd([b], 0.01).Update();
            Near.Exactly(b, a);
        }
    }, 20);

    [Theory]
    [InlineData(0.9, 0, 0, false)]
    [InlineData(0.9, 0.3, 0, false)]
    [InlineData(0.9, 0, 0.1, true)]
    [InlineData(0, 0, 0.1, false)]
    public void Options_follow_their_definition(double momentum, double dampening, double decay, bool nesterov)
    {
        var draw = new Draw(5);
        var options = new MomentumOptions { Momentum = momentum, Dampening = dampening, WeightDecay = decay, Nesterov = nesterov };
        var start = draw.Uniform([8], ScalarType.Float64, 0.5, 1).data<double>().ToArray();
        var grads = Enumerable.Range(0, 4).Select(_ => draw.Normal([8], ScalarType.Float64).data<double>().ToArray()).ToArray();

        void Check(Func<Parameter, IOptimizer> make, bool tanhMomentum, Func<double, double, double> update)
        {
            var parameter = With(tensor(start, ScalarType.Float64), zeros(8, ScalarType.Float64));
            var optimizer = make(parameter);
            var theta = (double[])start.Clone();
            var buffer = new double[8];
            for (var step = 0; step < grads.Length; step++)
            {
                parameter.grad = tensor(grads[step], ScalarType.Float64);
                optimizer.Update();
                for (var i = 0; i < 8; i++)
                {
                    var g = grads[step][i] + decay * theta[i];
                    if (tanhMomentum) g = Math.Tanh(0.7 * g);
                    var d = g;
                    if (momentum > 0)
                    {
                        buffer[i] = step == 0 ? g : momentum * buffer[i] + (1 - dampening) * g;
                        d = nesterov ? g + momentum * buffer[i] : buffer[i];
                    }
                    theta[i] = update(theta[i], d);
                }
                Near.Values(1e-12, parameter, theta);
            }
        }

        Check(p => new Csgd([p], 0.1, options), false, (t, d) => Math.Max(0, t - 0.1 * d));
        Check(p => new Nnsgd([p], 0.7, 0.5, options), false, (t, d) => t - 0.5 * t * Math.Tanh(0.7 * d));
        Check(p => new Nnsgd([p], 0.7, 0.5, options, tanhMomentum: true), true, (t, d) => t - 0.5 * t * Math.Clamp(d, -1, 1));
    }

    [Fact]
    public void A_restored_optimizer_goes_on_as_the_first_would_have()
    {
        var draw = new Draw(11);
        var options = new MomentumOptions { Momentum = 0.9 };
        var a = With(draw.Uniform([50], ScalarType.Float32), draw.Normal([50], ScalarType.Float32));
        var first = new Nnsgd([a], 0.5, 0.5, options);
        first.Update();
        var b = With(a.detach().clone(), zeros(50));
        var second = new Nnsgd([b], 0.5, 0.5, options);
        second.Load(first.State());
        a.grad = b.grad = draw.Normal([50], ScalarType.Float32);
        first.Update();
        second.Update();
        Near.Exactly(a, b);
        Assert.Throws<ArgumentException>(() => second.Load(new Dictionary<string, Tensor> { ["momentum.0"] = zeros(3) }));
    }

    [Fact]
    public void Wrong_options_are_rejected()
    {
        var p = With(ones(1), ones(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Csgd([p], -1));
        Assert.Throws<ArgumentException>(() => new Csgd([p], 1, new() { Nesterov = true }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Csgd([p], 1, new() { Momentum = -0.1 }));
    }
}
