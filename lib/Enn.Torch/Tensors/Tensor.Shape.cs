using Enn.Torch.Core;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op _adjoint = "adjoint", _alias = "alias", _asStrided = "as_strided", _atleast1d = "atleast_1d",
            _atleast2d = "atleast_2d", _atleast3d = "atleast_3d", _broadcastTo = "broadcast_to", _channelShuffle = "channel_shuffle", _diag = "diag",
            _diagEmbed = "diag_embed", _diagflat = "diagflat", _diagonal = "diagonal", _diagonalScatter = "diagonal_scatter", _expand = "expand",
            _expandAs = "expand_as", _flattenUsingInts = "flatten.using_ints", _flip = "flip", _fliplr = "fliplr", _flipud = "flipud",
            _moveaxisIntlist = "moveaxis.intlist", _movedimIntlist = "movedim.intlist", _permute = "permute", _ravel = "ravel", _repeat = "repeat",
            _repeatInterleaveSelfInt = "repeat_interleave.self_int", _repeatInterleaveSelfTensor = "repeat_interleave.self_Tensor",
            _reshape = "reshape", _roll = "roll", _rot90 = "rot90", _squeeze = "squeeze", _squeeze_ = "squeeze_", _squeezeDim = "squeeze.dim",
            _squeezeDim_ = "squeeze_.dim", _swapaxes = "swapaxes", _swapdims = "swapdims", _t = "t", _tile = "tile", _transpose_ = "transpose_",
            _transposeInt = "transpose.int", _tril = "tril", _tril_ = "tril_", _triu = "triu", _triu_ = "triu_", _unflattenInt = "unflatten.int",
            _unfold = "unfold", _unsqueeze = "unsqueeze", _unsqueeze_ = "unsqueeze_", _view = "view", _viewAs = "view_as",
            _viewAsComplex = "view_as_complex", _viewAsReal = "view_as_real";

        public Tensor reshape(params long[] shape) => _reshape.Call(this, shape);
        public Tensor view(params long[] shape) => _view.Call(this, shape);
        public Tensor view_as(Tensor other) => _viewAs.Call(this, other);
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => _flattenUsingInts.Call(this, start_dim, end_dim);
        public Tensor unflatten(long dim, params long[] sizes) => _unflattenInt.Call(this, dim, sizes);
        public Tensor unflatten(long dim, Size sizes) => _unflattenInt.Call(this, dim, sizes.Shape);
        public Tensor ravel() => _ravel.Call(this);
        public Tensor squeeze(long? dim = null) => dim is null ? _squeeze.Call(this) : _squeezeDim.Call(this, dim);
        public Tensor squeeze_(long? dim = null) => dim is null ? _squeeze_.Update(this) : _squeezeDim_.Update(this, dim);
        public Tensor unsqueeze(long dim) => _unsqueeze.Call(this, dim);
        public Tensor unsqueeze_(long dim) => _unsqueeze_.Update(this, dim);

        public Tensor expand(params long[] sizes) => _expand.Call(this, sizes);
        public Tensor expand(long[] sizes, bool isImplicit = false) => _expand.Call(this, sizes, isImplicit);
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => _expand.Call(this, sizes.ToArray(), isImplicit);
        public Tensor expand(Size sizes, bool isImplicit = false) => _expand.Call(this, sizes.Shape, isImplicit);
        public Tensor expand_as(Tensor other) => _expandAs.Call(this, other);
        public Tensor broadcast_to(params long[] shape) => _broadcastTo.Call(this, shape);
        public Tensor repeat(params long[] sizes) => _repeat.Call(this, sizes);
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            _repeatInterleaveSelfInt.Call(this, repeats, dim, output_size);
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            _repeatInterleaveSelfTensor.Call(this, repeats, dim, output_size);
        public Tensor tile(params long[] reps) => _tile.Call(this, reps);

        public Tensor permute(IEnumerable<long> permutation) => permute([.. permutation]);
        public Tensor permute(params long[] permutation) => _permute.Call(this, permutation);
        public Tensor transpose(long dim0, long dim1) => _transposeInt.Call(this, dim0, dim1);
        public Tensor transpose_(long dim0, long dim1) => _transpose_.Update(this, dim0, dim1);
        public Tensor swapaxes(long dim0, long dim1) => _swapaxes.Call(this, dim0, dim1);
        public Tensor swapdims(long dim0, long dim1) => _swapdims.Call(this, dim0, dim1);
        public Tensor t() => _t.Call(this);
        public Tensor movedim(long[] source, long[] destination) => _movedimIntlist.Call(this, source, destination);
        public Tensor moveaxis(long[] source, long[] destination) => _moveaxisIntlist.Call(this, source, destination);
        public Tensor adjoint() => _adjoint.Call(this);

        public Tensor flip(params long[] dims) => _flip.Call(this, dims);
        public Tensor fliplr() => _fliplr.Call(this);
        public Tensor flipud() => _flipud.Call(this);
        public Tensor roll(long shifts, long? dims = null) => _roll.Call(this, new[] { shifts }, dims is { } d ? new[] { d } : Array.Empty<long>());
        public Tensor roll(long[] shifts) => _roll.Call(this, shifts);
        public Tensor roll(long[] shifts, long[] dims) => _roll.Call(this, shifts, dims);
        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => _roll.Call(this, shifts.ToArray(), dims.ToArray());
        public Tensor roll((long, long, long) shifts, (long, long, long) dims) =>
            roll([shifts.Item1, shifts.Item2, shifts.Item3], [dims.Item1, dims.Item2, dims.Item3]);
        public Tensor roll((long, long) shifts, (long, long) dims) => roll([shifts.Item1, shifts.Item2], [dims.Item1, dims.Item2]);
        public Tensor rot90(long k = 1, (long, long)? dims = null) => _rot90.Call(this, k, dims is { } d ? new[] { d.Item1, d.Item2 } : new long[] { 0, 1 });

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) => _asStrided.Call(this, size, strides, storageOffset);
        public Tensor unfold(long dimension, long size, long step) => _unfold.Call(this, dimension, size, step);
        public Tensor diag(long diagonal = 0) => _diag.Call(this, diagonal);
        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => _diagonal.Call(this, offset, dim1, dim2);
        public Tensor diag_embed(long offset = 0, long dim1 = -2, long dim2 = -1) => _diagEmbed.Call(this, offset, dim1, dim2);
        public Tensor diagflat(long offset = 0) => _diagflat.Call(this, offset);
        public Tensor diagonal_scatter(Tensor src, long offset = 0, long dim1 = 0, long dim2 = 1) => _diagonalScatter.Call(this, src, offset, dim1, dim2);
        public Tensor tril(long diagonal = 0) => _tril.Call(this, diagonal);
        public Tensor tril_(long diagonal = 0) => _tril_.Update(this, diagonal);
        public Tensor triu(long diagonal = 0) => _triu.Call(this, diagonal);
        public Tensor triu_(long diagonal = 0) => _triu_.Update(this, diagonal);

        public Tensor atleast_1d() => _atleast1d.Call(this);
        public Tensor atleast_2d() => _atleast2d.Call(this);
        public Tensor atleast_3d() => _atleast3d.Call(this);
        public Tensor channel_shuffle(long groups) => _channelShuffle.Call(this, groups);
        public Tensor view_as_complex() => _viewAsComplex.Call(this);
        public Tensor view_as_real() => _viewAsReal.Call(this);
        public Tensor alias() => _alias.Call(this);
    }
}
