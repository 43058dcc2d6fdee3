using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op _gather = "gather", _indexAdd = "index_add", _indexAdd_ = "index_add_", _indexCopy = "index_copy",
            _indexCopy_ = "index_copy_", _indexFillIntScalar = "index_fill.int_Scalar", _indexFillIntScalar_ = "index_fill_.int_Scalar",
            _indexSelect = "index_select", _maskedFillScalar = "masked_fill.Scalar", _maskedFillScalar_ = "masked_fill_.Scalar",
            _maskedScatter = "masked_scatter", _maskedScatter_ = "masked_scatter_", _maskedSelect = "masked_select", _narrow = "narrow",
            _scatterAdd = "scatter_add", _scatterAdd_ = "scatter_add_", _scatterSrc = "scatter.src", _scatterSrc_ = "scatter_.src",
            _selectInt = "select.int", _selectScatter = "select_scatter", _sliceScatter = "slice_scatter", _sliceTensor = "slice.Tensor",
            _take = "take", _takeAlongDim = "take_along_dim", _whereSelf = "where.self";

        public Tensor select(long dim, long index) => _selectInt.Call(this, dim, index);
        public Tensor narrow(long dim, long start, long length) => _narrow.Call(this, dim, start, length);
        public Tensor slice(long dim, long start, long finish, long step) => _sliceTensor.Call(this, dim, start, finish, step);

        public Tensor gather(long dim, Tensor index) => _gather.Call(this, dim, index);
        public Tensor scatter(long dim, Tensor index, Tensor src) => _scatterSrc.Call(this, dim, index, src);
        public Tensor scatter_(long dim, Tensor index, Tensor src) => _scatterSrc_.Update(this, dim, index, src);
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => _scatterAdd.Call(this, dim, index, src);
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => _scatterAdd_.Update(this, dim, index, src);
        public Tensor select_scatter(Tensor src, long dim, long index) => _selectScatter.Call(this, src, dim, index);
        public Tensor slice_scatter(Tensor src, long dim = 0, long? start = null, long? end = null, long step = 1) =>
            _sliceScatter.Call(this, src, dim, start, end, step);

        public Tensor index_select(long dim, Tensor index) => _indexSelect.Call(this, dim, index);
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => _indexAdd.Call(this, dim, index, source, alpha);
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => _indexAdd_.Update(this, dim, index, source, alpha);
        public Tensor index_copy(long dim, Tensor index, Tensor source) => _indexCopy.Call(this, dim, index, source);
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => _indexCopy_.Update(this, dim, index, source);
        public Tensor index_fill(long dim, Tensor index, Scalar value) => _indexFillIntScalar.Call(this, dim, index, value);
        public Tensor index_fill_(long dim, Tensor index, Scalar value) => _indexFillIntScalar_.Update(this, dim, index, value);

        public Tensor masked_fill(Tensor mask, Scalar value) => _maskedFillScalar.Call(this, mask, value);
        public Tensor masked_fill_(Tensor mask, Scalar value) => _maskedFillScalar_.Update(this, mask, value);
        public Tensor masked_scatter(Tensor mask, Tensor value) => _maskedScatter.Call(this, mask, value);
        public Tensor masked_scatter_(Tensor mask, Tensor value) => _maskedScatter_.Update(this, mask, value);
        public Tensor masked_select(Tensor mask) => _maskedSelect.Call(this, mask);
        public Tensor take(Tensor index) => _take.Call(this, index);
        public Tensor take_along_dim(IEnumerable<long> indices) => take_along_dim(tensor(indices.ToArray(), dtype: ScalarType.Int64));
        public Tensor take_along_dim(IEnumerable<long> indices, long dim) => take_along_dim(tensor(indices.ToArray(), dtype: ScalarType.Int64), dim);
        public Tensor take_along_dim(Tensor indices) => _takeAlongDim.Call(this, indices);
        public Tensor take_along_dim(Tensor indices, long dim) => _takeAlongDim.Call(this, indices, dim);
        public Tensor where(Tensor condition, Tensor y) => _whereSelf.Call(condition, this, y);
    }
}
