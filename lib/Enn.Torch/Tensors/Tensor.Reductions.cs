using System.Runtime.CompilerServices;
using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op _all = "all", _allDim = "all.dim", _amax = "amax", _amaxOut = "amax.out", _amin = "amin", _aminmax = "aminmax",
            _aminOut = "amin.out", _any = "any", _anyDim = "any.dim", _argmax = "argmax", _argmin = "argmin", _countNonzero = "count_nonzero",
            _countNonzeroDimIntList = "count_nonzero.dim_IntList", _cummax = "cummax", _cummin = "cummin", _cumprod = "cumprod", _cumsum = "cumsum",
            _cumulativeTrapezoidDx = "cumulative_trapezoid.dx", _cumulativeTrapezoidX = "cumulative_trapezoid.x", _diff = "diff", _dist = "dist",
            _logcumsumexp = "logcumsumexp", _logsumexp = "logsumexp", _max = "max", _maxDim = "max.dim", _maxOther = "max.other", _mean = "mean",
            _meanDim = "mean.dim", _min = "min", _minDim = "min.dim", _minOther = "min.other", _nanmean = "nanmean", _nansum = "nansum",
            _normScalar = "norm.Scalar", _normScalarOptDim = "norm.ScalarOpt_dim", _prod = "prod", _prodDimInt = "prod.dim_int", _sum = "sum",
            _sumDimIntList = "sum.dim_IntList", _trapezoidDx = "trapezoid.dx", _trapezoidX = "trapezoid.x";

        // The literal 0 converts to ScalarType too: this overload takes it.
        [OverloadResolutionPriority(1)]
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => _sumDimIntList.Call(this, new[] { dim }, keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            _sumDimIntList.Call(this, new[] { dim0, dim1 }, keepdim, type);
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            _sumDimIntList.Call(this, new[] { dim0, dim1, dim2 }, keepdim, type);
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => _sumDimIntList.Call(this, dim, keepdim, type);
        public Tensor sum(ScalarType? type = null) => _sum.Call(this, type);
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => _sumDimIntList.Call(this, dim.ToArray(), keepdim, type);
        public Tensor nansum() => _nansum.Call(this);

        // The literal 0 converts to ScalarType too: this overload takes it.
        [OverloadResolutionPriority(1)]
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => _prodDimInt.Call(this, dim, keepdim, type);

        public Tensor prod(ScalarType? type = null) => _prod.Call(this, type);
        public Tensor mean() => _mean.Call(this);
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => _meanDim.Call(this, dimensions, keepdim, type);
        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null) =>
            _nanmean.Call(this, dim is { } d ? new long[] { d } : null, keepdim, dtype);

        public Tensor max() => _max.Call(this);
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => _maxDim.Call2(this, dim, keepdim);
        public Tensor max(Tensor other) => _maxOther.Call(this, other);
        public Tensor min() => _min.Call(this);
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => _minDim.Call2(this, dim, keepdim);
        public Tensor min(Tensor other) => _minOther.Call(this, other);
        public Tensor amax(params long[] dims) => _amax.Call(this, dims);
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null ? _amax.Call(this, dims, keepdim) : _amaxOut.Into(@out, this, dims, keepdim, @out);
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => amax(dims.ToArray(), keepdim, @out);
        public Tensor amin(params long[] dims) => _amin.Call(this, dims);
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null ? _amin.Call(this, dims, keepdim) : _aminOut.Into(@out, this, dims, keepdim, @out);
        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => amin(dims.ToArray(), keepdim, @out);
        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false) => _aminmax.Call2(this, dim, keepdim);
        public Tensor argmax() => _argmax.Call(this);
        public Tensor argmax(long dim, bool keepdim = false) => _argmax.Call(this, dim, keepdim);
        public Tensor argmin() => _argmin.Call(this);
        public Tensor argmin(long dim, bool keepdim = false) => _argmin.Call(this, dim, keepdim);

        public Tensor all() => _all.Call(this);
        public Tensor all(long dim, bool keepdim = false) => _allDim.Call(this, dim, keepdim);
        public Tensor any() => _any.Call(this);
        public Tensor any(long dim, bool keepdim = false) => _anyDim.Call(this, dim, keepdim);
        public Tensor count_nonzero(long[]? dims = null) => dims is null ? _countNonzero.Call(this) : _countNonzeroDimIntList.Call(this, dims);

        public Tensor norm(int dim, bool keepdim = false, float p = 2) => _normScalarOptDim.Call(this, p, new long[] { dim }, keepdim);
        public Tensor norm(float p = 2) => _normScalar.Call(this, p);
        public Tensor dist(Tensor other, float p = 2) => _dist.Call(this, other, p);
        public Tensor logsumexp(long dim, bool keepdim = false) => _logsumexp.Call(this, new[] { dim }, keepdim);

        public Tensor cumsum(long dim, ScalarType? type = null) => _cumsum.Call(this, dim, type);
        public Tensor cumprod(long dim, ScalarType? type = null) => _cumprod.Call(this, dim, type);
        public (Tensor values, Tensor indexes) cummax(long dim) => _cummax.Call2(this, dim);
        public (Tensor values, Tensor indexes) cummin(long dim) => _cummin.Call2(this, dim);
        public Tensor logcumsumexp(long dim) => _logcumsumexp.Call(this, dim);
        public Tensor diff(long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) => _diff.Call(this, n, dim, prepend, append);
        public Tensor trapezoid(double dx = 1, long dim = -1) => _trapezoidDx.Call(this, dx, dim);
        public Tensor trapezoid(Tensor x, long dim = -1) => _trapezoidX.Call(this, x, dim);
        public Tensor cumulative_trapezoid(double dx = 1, long dim = -1) => _cumulativeTrapezoidDx.Call(this, dx, dim);
        public Tensor cumulative_trapezoid(Tensor x, long dim = -1) => _cumulativeTrapezoidX.Call(this, x, dim);
    }
}
