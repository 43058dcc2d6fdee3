using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Op _blockDiag = "block_diag", _cat = "cat", _columnStack = "column_stack", _dstack = "dstack", _hstack = "hstack",
        _rowStack = "row_stack", _stack = "stack", _vstack = "vstack";

    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => _cat.Call(Arg.List(tensors), dim);
    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => _cat.Call(tensors.ToArray(), dim);
    public static Tensor cat(Tensor[] tensors, long dim = 0) => _cat.Call(tensors, dim);
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => _cat.Call(Arg.List(tensors), dim);
    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => _cat.Call(tensors.ToArray(), dim);
    public static Tensor concat(Tensor[] tensors, long dim = 0) => _cat.Call(tensors, dim);
    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => _cat.Call(Arg.List(tensors), axis);
    public static Tensor concatenate(ReadOnlySpan<Tensor> tensors, long axis = 0) => _cat.Call(tensors.ToArray(), axis);
    public static Tensor concatenate(Tensor[] tensors, long axis = 0) => _cat.Call(tensors, axis);
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => _stack.Call(Arg.List(tensors), dim);
    public static Tensor hstack(IEnumerable<Tensor> tensors) => _hstack.Call(Arg.List(tensors));
    public static Tensor hstack(IList<Tensor> tensors) => _hstack.Call(Arg.List(tensors));
    public static Tensor hstack(ReadOnlySpan<Tensor> tensors) => _hstack.Call(tensors.ToArray());
    public static Tensor hstack(params Tensor[] tensors) => _hstack.Call(tensors);
    public static Tensor vstack(IList<Tensor> tensors) => _vstack.Call(Arg.List(tensors));
    public static Tensor vstack(ReadOnlySpan<Tensor> tensors) => _vstack.Call(tensors.ToArray());
    public static Tensor vstack(params Tensor[] tensors) => _vstack.Call(tensors);
    public static Tensor dstack(IEnumerable<Tensor> tensors) => _dstack.Call(Arg.List(tensors));
    public static Tensor dstack(IList<Tensor> tensors) => _dstack.Call(Arg.List(tensors));
    public static Tensor dstack(ReadOnlySpan<Tensor> tensors) => _dstack.Call(tensors.ToArray());
    public static Tensor dstack(params Tensor[] tensors) => _dstack.Call(tensors);
    public static Tensor column_stack(IList<Tensor> tensors) => _columnStack.Call(Arg.List(tensors));
    public static Tensor column_stack(ReadOnlySpan<Tensor> tensors) => _columnStack.Call(tensors.ToArray());
    public static Tensor column_stack(params Tensor[] tensors) => _columnStack.Call(tensors);
    public static Tensor row_stack(IList<Tensor> tensors) => _rowStack.Call(Arg.List(tensors));
    public static Tensor row_stack(ReadOnlySpan<Tensor> tensors) => _rowStack.Call(tensors.ToArray());
    public static Tensor row_stack(params Tensor[] tensors) => _rowStack.Call(tensors);
    public static Tensor block_diag(params Tensor[] tensors) => _blockDiag.Call(tensors);
}
