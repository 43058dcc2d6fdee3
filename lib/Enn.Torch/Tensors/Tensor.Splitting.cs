using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op _chunk = "chunk", _dsplitArray = "dsplit.array", _dsplitInt = "dsplit.int", _hsplitArray = "hsplit.array",
            _hsplitInt = "hsplit.int", _splitTensor = "split.Tensor", _splitWithSizes = "split_with_sizes",
            _tensorSplitIndices = "tensor_split.indices", _tensorSplitSections = "tensor_split.sections",
            _tensorSplitTensorIndicesOrSections = "tensor_split.tensor_indices_or_sections", _unbindInt = "unbind.int",
            _vsplitArray = "vsplit.array", _vsplitInt = "vsplit.int";

        public Tensor[] split(long size, int dim = 0) => _splitTensor.CallList(this, size, dim);
        public Tensor[] split(params long[] sizes) => _splitWithSizes.CallList(this, sizes);
        public Tensor[] split(long[] sizes, long dim = 0) => _splitWithSizes.CallList(this, sizes, dim);
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => _splitWithSizes.CallList(this, sizes.ToArray(), dim);
        public Tensor[] chunk(long chunks, long dim = 0) => _chunk.CallList(this, chunks, dim);
        public Tensor[] unbind(long dimension = 0) => _unbindInt.CallList(this, dimension);
        public Tensor[] tensor_split(long size, long dim = 0) => _tensorSplitSections.CallList(this, size, dim);
        public Tensor[] tensor_split(long[] sizes, long dim = 0) => _tensorSplitIndices.CallList(this, sizes, dim);
        public Tensor[] tensor_split(Tensor indices, long dim = 0) => _tensorSplitTensorIndicesOrSections.CallList(this, indices, dim);
        public Tensor[] hsplit(long size) => _hsplitInt.CallList(this, size);
        public Tensor[] hsplit(params long[] sizes) => _hsplitArray.CallList(this, sizes);
        public Tensor[] hsplit(Tensor indices) => hsplit(indices.to_type(ScalarType.Int64).data<long>().ToArray());
        public Tensor[] vsplit(long size) => _vsplitInt.CallList(this, size);
        public Tensor[] vsplit(params long[] sizes) => _vsplitArray.CallList(this, sizes);
        public Tensor[] vsplit(Tensor indices) => vsplit(indices.to_type(ScalarType.Int64).data<long>().ToArray());
        public Tensor[] dsplit(long size) => _dsplitInt.CallList(this, size);
        public Tensor[] dsplit(params long[] sizes) => _dsplitArray.CallList(this, sizes);
        public Tensor[] dsplit(Tensor indices) => dsplit(indices.to_type(ScalarType.Int64).data<long>().ToArray());
        public Tensor[] dsplit((long, long, long, long) indices_or_sections) =>
            dsplit(indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3, indices_or_sections.Item4);
        public Tensor[] dsplit((long, long, long) indices_or_sections) =>
            dsplit(indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3);
        public Tensor[] dsplit((long, long) indices_or_sections) => dsplit(indices_or_sections.Item1, indices_or_sections.Item2);
    }
}
