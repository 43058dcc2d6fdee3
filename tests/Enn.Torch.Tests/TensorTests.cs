using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Torch.Tests;

/// <summary>Creation, operators, views, element types and printing against closed forms.</summary>
public class TensorTests
{
    private static double[] Values(Tensor tensor) => tensor.to_type(float64).contiguous().data<double>().ToArray();

    [Fact]
    public void Factories_make_what_they_say()
    {
        Assert.Equal([0, 0, 0, 0, 0, 0], Values(zeros(2, 3)));
        Assert.Equal([1, 1, 1], Values(ones([3], dtype: int32)));
        Assert.Equal([7, 7], Values(full(2, 7)));
        Assert.Equal((int64, float32, @bool), (full(2, 7).dtype, full(2, 0.5).dtype, full([2], true).dtype));
        Assert.Equal([2, 4, 6], Values(arange(2, 8, 2)));
        Assert.Equal((int64, float32), (arange(3).dtype, arange(0, 1, 0.5).dtype));
        Assert.Equal([0, 0.5, 1], Values(linspace(0, 1, 3)));
        Assert.Equal([1, 0, 0, 0, 1, 0], Values(eye(2, 3)));
        Assert.Equal([2, 3, 4, 5], empty(2, 3, 4, 5).shape);
        Assert.Equal([0, 1, 2, 3, 4], Values(randperm(5).sort().Values));
        Assert.Equal((int32, 1L), (zeros(2, 2, dtype: int32).new_ones(1).dtype, ones_like(zeros(1)).item<float>()));
    }

    [Fact]
    public void Tensors_keep_the_type_and_the_shape_of_what_they_are_made_from()
    {
        Assert.Equal((int32, int64, float32, float64, @bool), (tensor(1).dtype, tensor(1L).dtype, tensor(1f).dtype, tensor(1.0).dtype, tensor(true).dtype));
        Assert.Equal([2, 2], tensor(new[] { 1f, 2, 3, 4 }, 2, 2).shape);
        Assert.Equal([2, 2], tensor(new long[] { 1, 2, 3, 4 }, [2, 2]).shape);
        Assert.Equal(float16, tensor(new[] { 1.0, 2 }, dtype: float16).dtype);
        Assert.Equal([2, 3], from_array(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }).shape);
        Assert.Equal(6, from_array(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } })[1, 2].ToDouble());
        Assert.Equal([1, 2, 3], Values(tensor(new List<int> { 1, 2, 3 })));
        Assert.Equal([2.5], Values(as_tensor(new[] { 2.5 })));
        Assert.Throws<ArgumentException>(() => tensor(new[] { 1f, 2, 3 }, [2, 2]));
    }

    [Fact]
    public void A_buffer_is_shared_with_its_array()
    {
        var array = new float[] { 1, 2, 3, 4 };
        var view = frombuffer(array, float32, count: 2, offset: 4);
        Assert.Equal([2, 3], Values(view));
        view[0] = 9f;
        Assert.Equal(9, array[1]);
        Assert.Throws<ArgumentException>(() => frombuffer(array, float32, count: 5));
    }

    [Fact]
    public void Numbers_and_tensors_mix_in_operators()
    {
        Tensor x = new[] { 1.0, 2, 4 };
        Assert.Equal([3, 4, 6], Values(x + 2));
        Assert.Equal([1, 0, -2], Values(2 - x));
        Assert.Equal([4, 2, 1], Values(4 / x));
        Assert.Equal([1, 0, 0], Values(x % 2));
        Assert.Equal([0, 1, 1], Values(x > 1));
        Assert.Equal([0, 1, 0], Values((x >= 2) & (x != 4)));
        Assert.Equal([1, 0, 0], Values(~(x > 1)));
        Assert.Equal([1, 2, 3], Values(x.clamp(1, 3)));
        Assert.Equal([1, 2, 3], Values(x.clamp(max: 3)));
        Assert.Equal([2, 2, 3], Values(x.clamp(tensor(2.0), tensor(3.0))));
        Assert.Equal([7], Values(x.unsqueeze(1).sum(0)));
        Assert.Equal(4.0, (double)x.max());
    }

    [Fact]
    public void In_place_operators_return_the_tensor_itself()
    {
        var x = ones(3);
        Assert.Same(x, x.add_(1));
        Assert.Same(x, x.mul_(x).clamp_(0, 3).relu_().fill_(2).uniform_(0, 1).zero_());
        Assert.Same(x, x.index_put_(5f, TensorIndex.Single(0)));
        Assert.Equal([5, 0, 0], Values(x));
    }

    [Fact]
    public void Ranges_and_indices_of_CSharp_read_and_write()
    {
        var x = arange(12).reshape(3, 4);
        Assert.Equal([8, 9, 10, 11], Values(x[^1]));
        Assert.Equal([6, 10], Values(x[1..3, 2]));
        Assert.Equal([2, 3], Values(x[0, ^2..]));
        Assert.Equal([3, 7, 11], Values(x[TensorIndex.Ellipsis, ^1]));
        Assert.Equal([8, 9, 10, 11], Values(x[x > 7]));
        Assert.Equal([5, 6, 9, 10], Values(x[1.., 1..^1]));
        x[.., 0] = -1;
        x[x > 9] = 0;
        Assert.Equal([-1, 1, 2, 3, -1, 5, 6, 7, -1, 9, 0, 0], Values(x));
        x[tensor(new long[] { 0, 2 })] = full(4, 3);
        Assert.Equal(24, x[tensor(new long[] { 0, 2 })].sum().ToInt64());
    }

    [Fact]
    public void A_basic_index_is_a_view_and_a_mask_of_two_dimensions_counts_as_two()
    {
        var x = zeros(2, 3, 4);
        x[0].fill_(1);
        x[TensorIndex.Colon, TensorIndex.Slice(1, null, 2)][.., .., 0].add_(2);
        Assert.Equal(12 + 4, x.sum().ToDouble());
        var mask = x[TensorIndex.Ellipsis, 0] > 0;
        Assert.Equal(Values(x[mask][.., 1..3]), Values(x[TensorIndex.Tensor(mask), 1..3]));
        var four = tensor(new long[] { 3, 0, 1, 2 });
        var y = arange(24).reshape(1, 2, 3, 4);
        var third = tensor(new[] { true, false, false, true, true, true }, 2, 3);
        Assert.Equal([3, 12, 17, 22], Values(y[0, TensorIndex.Tensor(third), TensorIndex.Tensor(four)]));
        Assert.Equal([3, 12, 17, 22], Values(y[.., TensorIndex.Tensor(third), TensorIndex.Tensor(four)]));
        Assert.Throws<ArgumentException>(() => x[TensorIndex.Ellipsis, TensorIndex.Ellipsis]);
    }

    [Theory]
    [InlineData(ScalarType.Float64), InlineData(ScalarType.Float32), InlineData(ScalarType.Float16), InlineData(ScalarType.BFloat16), InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Int32), InlineData(ScalarType.Int16), InlineData(ScalarType.Int8), InlineData(ScalarType.Byte)]
    public void Arithmetic_keeps_the_element_type(ScalarType type)
    {
        var x = tensor(new[] { 1.0, 2, 3 }, dtype: type);
        foreach (var y in new[] { x + x, x * 2, x - 1, x.clone().add_(1), x.abs(), x.max(x), x[1..], x.flip(0), zeros_like(x), cat([x, x]) }) Assert.Equal(type, y.dtype);
        Assert.Equal([1, 4, 9], Values(x * x));
        Assert.Equal(is_integral(type) ? int64 : type, x.sum().dtype);
        Assert.Equal(is_integral(type) ? float32 : type, (x / 2).dtype);
        Assert.Equal(2, x[1].ToDouble());
        Assert.Equal(2, x.@float().data<float>()[1]);
    }

    [Fact]
    public void Types_promote_as_in_PyTorch()
    {
        Assert.Equal(float32, (ones(2, dtype: int64) + 0.5).dtype);
        Assert.Equal(float64, (ones(2, dtype: float32) + ones(2, dtype: float64)).dtype);
        Assert.Equal(int64, (ones(2, dtype: @bool) + 1L).dtype);
        Assert.Equal((float32, int16, false), (promote_types(float16, bfloat16), promote_types(uint8, int8), can_cast(float32, int32)));
        Assert.Equal(float64, result_type(ones(2), ones(2, dtype: float64)));
        Assert.Equal((float.MaxValue, Math.Pow(2, -52), 65504.0, 1e-6), ((float)finfo(float32).max, finfo(float64).eps, finfo(float16).max, finfo(float32).resolution));
    }

    [Fact]
    public void Casts_share_or_copy_as_asked()
    {
        var x = ones(2);
        x.to(float32).add_(1);
        Assert.Equal([2, 2], Values(x));
        x.to(float32, copy: true).add_(1);
        Assert.Equal([2, 2], Values(x));
        var y = x.to(float64, disposeAfter: true);
        Assert.True(x.IsInvalid);
        Assert.Equal(float16, y.half().dtype);
        Assert.Equal(@bool, y.type_as(tensor(true)).dtype);
        Assert.Equal(DeviceType.META, y.to("meta").device_type);
    }

    [Fact]
    public void Elements_are_read_and_written_through_any_strides()
    {
        var x = arange(6, dtype: float64).reshape(2, 3);
        var accessor = x.t().data<double>();
        Assert.Equal([0, 3, 1, 4, 2, 5], accessor.ToArray());
        Assert.Equal(5, accessor[2, 1]);
        Assert.Equal(5, accessor[-1]);
        accessor[1, 0] = 9;
        Assert.Equal(9, x[0, 1].item<double>());
        accessor.CopyFrom([1, 2, 3, 4, 5, 6]);
        Assert.Equal([1, 3, 5, 2, 4, 6], Values(x));
        Assert.Equal(4, ((double[,])x.data<double>().ToNDArray())[1, 1]);
        Assert.Throws<ArgumentException>(() => x.data<float>());
        Assert.Throws<ArgumentOutOfRangeException>(() => accessor[6]);
    }

    [Fact]
    public void Equal_seeds_give_equal_numbers()
    {
        using var a = new Generator(3);
        using var b = new Generator(3);
        Assert.True(randn(2, 3, generator: a).Equals(randn(2, 3, generator: b)));
        Assert.True(randint(0, 9, [4], generator: a).Equals(randint(0, 9, [4], generator: b)));
        Assert.True(zeros(5).normal_(1, 2, a).Equals(zeros(5).normal_(1, 2, b)));
        Assert.True(full(50, 0.3).bernoulli(a).Equals(full(50, 0.3).bernoulli(b)));
        Assert.True(ones(5).multinomial(3, generator: a).Equals(ones(5).multinomial(3, generator: b)));
        Assert.False(rand(9, generator: a).Equals(rand(9, generator: a)));
    }

    [Fact]
    public void Printing_shows_shape_or_values()
    {
        var x = tensor(new[] { 1f, 2.5f, -3, 4 }, 2, 2);
        Assert.Equal("[2x2], type = Float32, device = cpu", x.ToString());
        Assert.Equal("[[1 2.5]\n [-3 4]]", x.str(newLine: "\n"));
        Assert.Equal("[2x2], type = Float32, device = cpu, value = {{1, 2.5},\n {-3, 4}}", x.cstr(newLine: "\n"));
        Assert.Equal("[0 1 2 ... 97 98 99]", arange(100).npstr());
    }

    [Fact]
    public void Decompositions_give_their_matrix_back()
    {
        using var generator = new Generator(5);
        var a = randn(4, 4, dtype: float64, generator: generator);
        var symmetric = a + a.t();
        var (values, vectors) = linalg.eigh(symmetric);
        Assert.True((vectors * values).matmul(vectors.t()).allclose(symmetric));
        var (u, s, vh) = linalg.svd(a);
        Assert.True((u * s).matmul(vh).allclose(a));
        var (q, r) = linalg.qr(a);
        Assert.True(q.matmul(r).allclose(a) && q.t().matmul(q).allclose(eye(4, dtype: float64)));
        var (p, l, upper) = linalg.lu(a);
        Assert.True(p.matmul(l).matmul(upper).allclose(a));
        Assert.True(a.matmul(linalg.solve(a, symmetric)).allclose(symmetric));
        Assert.True(matrix_exp(a).matmul(matrix_exp(-a)).allclose(eye(4, dtype: float64), atol: 1e-6));
        Assert.True(fft.ifft(fft.fft_(a)).real.allclose(a));
        Assert.True(fft.irfft2(fft.rfft2(a), [4, 4]).allclose(a));
    }

    [Fact]
    public void Values_decide_Equals_and_identity_decides_the_hash()
    {
        Assert.True(ones(2).Equals(ones(2)));
        Assert.False(ones(2).Equals(ones(2, dtype: float64)));
        Assert.False(ones(2).Equals(zeros(2)));
        Assert.Equal([1, 0], Values(tensor(new[] { 1, 2 }) == tensor(new[] { 1, 3 })));
    }
}
