using System.Numerics;
using Enn.Torch.Core;
using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Torch.Tests;

/// <summary>Shapes of many dimensions and of unusual layouts, values that are still to be conjugated or negated, gradients of inner nodes.</summary>
public class MetadataTests
{
    private static readonly Op _nested = "_nested_tensor_from_tensor_list";

    [Theory]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(40)]
    public void Tensors_may_have_many_dimensions(int dimensions)
    {
        long[] expected = [.. Enumerable.Range(0, dimensions).Select(i => i == dimensions - 1 ? 3L : i == 0 ? 2L : 1L)];
        using var x = ones(expected);
        Assert.Equal(expected, x.shape);
        Assert.Equal(expected.Length, x.stride().Length);
        Assert.Equal((3, 1), (x.stride(0), x.stride(-1)));
        Assert.Equal((2, 1, 3), (x.size(0), x.size(1), x.size(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.size(dimensions));
        Assert.Contains("Float32[2,1,", Assert.Throws<TorchException>(() => x.matmul(ones(5))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layout_without_sizes_is_an_error_and_no_crash()
    {
        using var nested = _nested.Call(Arg.List([ones(2), ones(3)]));
        Assert.Throws<TorchException>(() => nested.shape);
        Assert.Throws<TorchException>(() => nested.size(0));
    }

    [Fact]
    public void Elements_are_read_as_conjugated_and_negated()
    {
        using var z = tensor(new Complex(1, 2), dtype: ScalarType.ComplexFloat64);
        using var conjugated = z.conj();
        Assert.Equal(new Complex(1, -2), conjugated.item<Complex>());
        using var imaginary = conjugated.imag;
        Assert.Equal(-2, imaginary.item<double>());
        Assert.Equal(-2, imaginary.ToDouble());
        Assert.Throws<InvalidOperationException>(() => imaginary.data<double>()[0]);
        Assert.Throws<InvalidOperationException>(() => imaginary.bytes.Length);
        using var resolved = imaginary.resolve_neg();
        Assert.Equal(-2, resolved.data<double>()[0]);
    }

    [Fact]
    public void The_gradient_of_an_inner_node_is_null_unless_it_is_retained()
    {
        var x = ones(1).requires_grad_();
        var inner = x * 2;
        var retained = x * 3;
        retained.retain_grad();
        (inner + retained).backward();
        Assert.Null(inner.grad);
        Assert.Equal(1, retained.grad!.item<float>());
        Assert.Equal(5, x.grad!.item<float>());
    }

    [Fact]
    public void A_fused_step_refuses_missing_tensors_and_keeps_not_a_number()
    {
        using var p = tensor(new[] { float.NaN, 1, -1 });
        using var g = zeros(3);
        unsafe
        {
            var parameter = p.Handle;
            var grad = g.Handle;
            var missing = IntPtr.Zero;
            Assert.Equal(-1, Native.enn_adam_step(&parameter, &grad, &grad, &missing, null, 1, 0.1, 0.9, 0.99, 1e-8, 0, 0, 0, 0, 1));
            Assert.Equal(-1, Native.enn_adam_step(&parameter, &grad, &grad, &grad, null, 1, 0.1, 0.9, 0.99, 1e-8, 0, 0, 1, 0, 1));
            Assert.Equal(-1, Native.enn_sgd_step(&parameter, &grad, &missing, 1, 0.1, 0.9, 0, 0, 0, 0, 0));
            Assert.Equal(-1, Native.enn_sgd_step(&parameter, &missing, null, 1, 0.1, 0.9, 0, 0, 0, 0, 0));
            Assert.Contains("is missing", Native.LastError, StringComparison.Ordinal);
            Assert.Equal(0, Native.enn_clipped_sgd_step(&parameter, &grad, 1, 0.1));
        }
        // As the unfused step does, for a parameter that is not dense.
        using var wide = tensor(new[] { float.NaN, 0, 1, 0, -1, 0 });
        using var sparse = wide[TensorIndex.Slice(null, null, 2)];
        unsafe
        {
            var parameter = sparse.Handle;
            var grad = g.Handle;
            Assert.Equal(0, Native.enn_clipped_sgd_step(&parameter, &grad, 1, 0.1));
        }
        Assert.Equal([float.NaN, 1, 0], p.data<float>().ToArray());
        Assert.Equal([float.NaN, 1, 0], sparse.data<float>().ToArray());
    }
}
