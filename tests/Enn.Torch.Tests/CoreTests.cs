using Enn.Torch.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Torch.Tests;

/// <summary>The boxed call, errors, lifetime and custom functions of the core.</summary>
public class CoreTests
{
    private static readonly Op _ones = "ones", _full = "full", _sum = "sum", _index = "index.Tensor", _split = "split.Tensor";

    private static Tensor Ones(params long[] sizes) => _ones.Call(sizes, float32);

    [Fact]
    public void Boxed_and_typed_calls_agree()
    {
        var a = Ones(2, 3);
        Assert.Equal(12.0, _sum.Call(a + a, float64).item<double>());
        Assert.Equal([2, 3], (a * a).shape);
        Assert.Equal(3, _split.CallList(Ones(3, 2), 1).Length);
    }

    [Fact]
    public void An_error_names_operator_shapes_and_cause()
    {
        var error = Assert.Throws<TorchException>(() => Ones(2, 3).matmul(Ones(4, 5)));
        Assert.StartsWith("matmul(Float32[2,3], Float32[4,5]): ", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_disposed_tensor_says_so()
    {
        var a = Ones(2);
        a.Dispose();
        Assert.Throws<ObjectDisposedException>(() => a + a);
    }

    [Fact]
    public void A_scope_disposes_what_was_made_in_it()
    {
        Tensor inner, kept;
        using (var scope = NewDisposeScope())
        {
            inner = Ones(2);
            kept = (inner + inner).MoveToOuterDisposeScope();
        }
        Assert.True(inner.IsInvalid);
        Assert.Equal(4f, _sum.Call(kept).item<float>());
    }

    [Fact]
    public void Backward_fills_the_grad_of_leaves()
    {
        var w = _full.Call(new long[] { 3 }, 2.0).requires_grad_();
        _sum.Call(w * w).backward();
        Assert.Equal(4f, w.grad!.Span<float>()[1]);
    }

    private sealed class Cube : autograd.SingleTensorFunction<Cube>
    {
        public override string Name => "cube";
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.save_for_backward([x]);
            return x * x * x;
        }
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var x = ctx.get_saved_variables()[0];
            if (x.item<float>() < 0) throw new InvalidOperationException("negative cube");
            return [grad_output * x * x * _full.Call(Array.Empty<long>(), 3.0)];
        }
    }

    [Fact]
    public void A_custom_function_differentiates_and_its_exception_comes_through()
    {
        var x = _full.Call(new long[] { 1 }, 2.0).requires_grad_();
        Cube.apply(x).backward();
        Assert.Equal(12f, x.grad!.item<float>());
        var y = _full.Call(new long[] { 1 }, -2.0).requires_grad_();
        var error = Assert.Throws<TorchException>(() => Cube.apply(y).backward());
        Assert.IsType<InvalidOperationException>(error.InnerException);
        Assert.Contains("negative cube", error.Message);
    }
}
