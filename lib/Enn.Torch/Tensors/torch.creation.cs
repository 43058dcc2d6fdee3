using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Op _eyeM = "eye.m", _arangeStartStep = "arange.start_step", _linspace = "linspace", _logspace = "logspace",
        _emptyStrided = "empty_strided", _trilIndices = "tril_indices", _triuIndices = "triu_indices", _randpermGenerator = "randperm.generator",
        _normalTensorTensor = "normal.Tensor_Tensor", _sparseCooTensor = "sparse_coo_tensor.indices_size";

    private static Tensor Finish(Tensor tensor, bool requires_grad, string[]? names = null)
    {
        if (names is not null) throw new NotSupportedException("Named dimensions are not supported: leave names out.");
        if (requires_grad) tensor.requires_grad = true;
        return tensor;
    }

    // As in Python: a whole number fills an Int64 tensor, a real one a tensor of the default type.
    private static ScalarType DefaultFor(Scalar value) => value.IsBoolean ? ScalarType.Bool : value.IsInteger ? ScalarType.Int64 : DefaultType;

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(_eyeM.Call(rows, columns < 0 ? rows : columns, dtype ?? DefaultType, default, device ?? DefaultDevice), requires_grad, names);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        var type = dtype ?? (start.IsInteger && stop.IsInteger && step.IsInteger ? ScalarType.Int64 : DefaultType);
        return Finish(_arangeStartStep.Call(start, stop, step, type, default, device ?? DefaultDevice), requires_grad);
    }

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(_linspace.Call(start, end, steps, dtype ?? DefaultType, default, device ?? DefaultDevice), requires_grad);

    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(_logspace.Call(start, end, steps, @base, dtype ?? DefaultType, default, device ?? DefaultDevice), requires_grad);

    public static Tensor empty_strided(long[] size, long[] strides, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(_emptyStrided.Call(size, strides, dtype ?? DefaultType, default, device ?? DefaultDevice), requires_grad, names);

    public static Tensor tril_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        _trilIndices.Call(row, col, offset, dtype, default, device ?? DefaultDevice);

    public static Tensor triu_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null) =>
        _triuIndices.Call(row, col, offset, dtype, default, device ?? DefaultDevice);

    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Finish(_randpermGenerator.Call(n, generator, dtype ?? ScalarType.Int64, default, device ?? DefaultDevice), requires_grad);

    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null) => _normalTensorTensor.Call(mean, std, generator);

    public static Tensor normal(double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        Finish(empty(size, dtype, device).normal_(mean, std, generator), requires_grad, names);

    public static Tensor sparse_coo_tensor(Tensor indices, Tensor values, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Finish(_sparseCooTensor.Call(indices, values, size, dtype ?? values.dtype, default, device ?? DefaultDevice), requires_grad, names);

    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(input.empty_like(dtype, device, requires_grad), false, names);

    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(input.zeros_like(dtype, device, requires_grad), false, names);

    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(input.ones_like(dtype, device, requires_grad), false, names);

    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(input.full_like(value, dtype, device, requires_grad), false, names);

    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.rand_like(dtype, device, requires_grad);

    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.randn_like(dtype, device, requires_grad);

    public static Tensor randint_like(Tensor input, long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        input.randint_like(low, high, dtype, device, requires_grad);

    public static double rand_float(Generator? generator = null) => rand(1, dtype: ScalarType.Float64, generator: generator).item<double>();
    public static double randn_float(Generator? generator = null) => randn(1, dtype: ScalarType.Float64, generator: generator).item<double>();
    public static bool randint_bool(Generator? generator = null) => randint_long(2, generator) == 1;
    public static int randint_int(int high, Generator? generator = null) => (int)randint_long(high, generator);
    public static int randint_int(int low, int high, Generator? generator = null) => (int)randint_long(low, high, generator);
    public static long randint_long(long high, Generator? generator = null) => randint_long(0, high, generator);
    public static long randint_long(long low, long high, Generator? generator = null) => randint(low, high, new long[] { 1 }, generator: generator).item<long>();
}
