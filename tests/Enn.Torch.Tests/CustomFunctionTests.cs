using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Enn.Torch.Tests;

/// <summary>Functions with a gradient of their own: what they may do, and what they may not.</summary>
public class CustomFunctionTests
{
    private sealed class Power : SingleTensorFunction<Power>
    {
        public override string Name => nameof(Power);

        public override Tensor forward(AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.save_for_backward([x]);
            ctx.save_data("n", vars[1]);
            return x.pow((int)vars[1]);
        }

        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
        {
            var n = (int)ctx.get_data("n");
            return [grad_output * n * ctx.get_saved_variables()[0].pow(n - 1), null!];
        }
    }

    [Fact]
    public void A_function_with_a_number_among_its_arguments_has_second_derivatives()
    {
        var x = tensor(2.0, requires_grad: true);
        var first = grad([Power.apply(x, 4)], [x], create_graph: true)[0];
        Assert.Equal(32, first.item<double>());
        Assert.Equal(48, grad([first], [x])[0].item<double>());
    }

    private sealed class TwoOutputs : MultiTensorFunction<TwoOutputs>
    {
        public override string Name => nameof(TwoOutputs);
        internal static List<bool> Undefined { get; } = [];

        public override List<Tensor> forward(AutogradContext ctx, params object[] vars)
        {
            ctx.set_materialize_grads((bool)vars[1]);
            var x = (Tensor)vars[0];
            return [x * 2, x * 3];
        }

        public override List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs)
        {
            Undefined.Add(grad_outputs[1] is null);
            return [grad_outputs[0] * 2];
        }
    }

    [Fact]
    public void Gradients_of_unused_outputs_are_zeros_or_null()
    {
        TwoOutputs.Undefined.Clear();
        foreach (var materialize in new[] { true, false })
        {
            var x = ones(1).requires_grad_();
            TwoOutputs.apply(x, materialize)[0].backward();
            Assert.Equal(2, x.grad!.item<float>());
        }
        Assert.Equal([false, true], TwoOutputs.Undefined);
    }

    private sealed class Doubled : SingleTensorFunction<Doubled>
    {
        public override string Name => nameof(Doubled);

        public override Tensor forward(AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            x.mul_(2);
            ctx.mark_dirty([x]);
            return x;
        }

        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output) => [grad_output * 2];
    }

    [Fact]
    public void A_function_may_change_its_argument()
    {
        var x = ones(3).requires_grad_();
        var y = x * 1;
        Doubled.apply(y).sum().backward();
        Assert.Equal(2, x.grad![0].item<float>());
        Assert.Equal(2, y[0].item<float>());
    }

    private sealed class Leaks : SingleTensorFunction<Leaks>
    {
        public override string Name => nameof(Leaks);
        internal static AutogradContext? Context { get; private set; }

        public override Tensor forward(AutogradContext ctx, params object[] vars)
        {
            Context = ctx;
            return (Tensor)vars[0] * 2;
        }

        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output) => [grad_output * 2];
    }

    [Fact]
    public void A_context_refuses_to_be_used_after_its_callback()
    {
        using (var y = Leaks.apply(ones(1).requires_grad_())) y.backward();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var context = Leaks.Context!;
        Assert.Throws<InvalidOperationException>(() => context.save_for_backward([ones(1)]));
        Assert.Throws<InvalidOperationException>(() => context.get_saved_variables());
        Assert.Throws<InvalidOperationException>(() => context.mark_dirty([ones(1)]));
        Assert.Throws<InvalidOperationException>(() => context.mark_non_differentiable([ones(1)]));
        Assert.Throws<InvalidOperationException>(() => context.set_materialize_grads(false));
        Assert.True(context.MaterializeGrads);
    }

    private sealed class Fails : SingleTensorFunction<Fails>
    {
        public override string Name => nameof(Fails);
        public override Tensor forward(AutogradContext ctx, params object[] vars)
        {
            ctx.save_data("who", vars[1]);
            return (Tensor)vars[0] * 2;
        }

        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output) => throw new InvalidDataException((string)ctx.get_data("who"));
    }

    [Fact]
    public async Task Each_thread_gets_the_exception_of_its_own_callback()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Factory.StartNew(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                var who = $"{thread}:{i}";
                var x = ones(2).requires_grad_();
                var error = Assert.Throws<TorchException>(() => Fails.apply(x, who).sum().backward());
                Assert.Equal(who, Assert.IsType<InvalidDataException>(error.InnerException).Message);
                // An error that no callback caused has no inner exception.
                Assert.Null(Assert.Throws<TorchException>(() => x.add(ones(3))).InnerException);
            }
        }, TaskCreationOptions.LongRunning)));
    }

    private sealed class GivesDisposed : MultiTensorFunction<GivesDisposed>
    {
        public override string Name => nameof(GivesDisposed);

        public override List<Tensor> forward(AutogradContext ctx, params object[] vars)
        {
            var large = ones(1 << 20);
            var gone = ones(1);
            gone.Dispose();
            return [large, gone];
        }

        public override List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs) => [grad_outputs[0]];
    }

    [Fact]
    public void A_call_that_fails_leaves_nothing_behind()
    {
        var gone = ones(1);
        gone.Dispose();
        TensorMemoryInfo.Trim();
        var before = TensorMemoryInfo.LiveBytes;
        for (var i = 0; i < 30; i++)
        {
            using var large = ones(1 << 20);
            Assert.Throws<ObjectDisposedException>(() => GivesDisposed.apply(large, gone));
            Assert.IsType<ObjectDisposedException>(Assert.Throws<TorchException>(() => GivesDisposed.apply(large)).InnerException);
        }
        TensorMemoryInfo.Trim();
        Assert.InRange(TensorMemoryInfo.LiveBytes - before, long.MinValue, 20 << 20);
    }
}
