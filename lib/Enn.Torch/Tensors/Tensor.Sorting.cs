using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op _argsort = "argsort", _argwhere = "argwhere", _bucketizeTensor = "bucketize.Tensor", _kthvalue = "kthvalue",
            _msort = "msort", _nonzero = "nonzero", _nonzeroNumpy = "nonzero_numpy", _sortStable = "sort.stable", _topk = "topk",
            _unique2 = "_unique2", _uniqueConsecutive = "unique_consecutive", _uniqueDim = "unique_dim";

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            _sortStable.Call2(this, stable, dim, descending);
        public Tensor argsort(long dim = -1, bool descending = false) => _argsort.Call(this, dim, descending);
        public Tensor msort() => _msort.Call(this);
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            _topk.Call2(this, k, dim, largest, sorted);
        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) => _kthvalue.Call2(this, k, dim ?? -1, keepdim);

        public (Tensor output, Tensor inverse_indices, Tensor counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) => dim is null
            ? _unique2.Call3(this, sorted, return_inverse, return_counts)
            : _uniqueDim.Call3(this, dim, sorted, return_inverse, return_counts);
        public (Tensor output, Tensor inverse_indices, Tensor counts) unique_consecutive(bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            _uniqueConsecutive.Call3(this, return_inverse, return_counts, dim);

        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) => _bucketizeTensor.Call(this, boundaries, outInt32, right);
        public Tensor nonzero() => _nonzero.Call(this);
        public IList<Tensor> nonzero_as_list() => _nonzeroNumpy.CallList(this);
        public Tensor argwhere() => _argwhere.Call(this);
    }
}
