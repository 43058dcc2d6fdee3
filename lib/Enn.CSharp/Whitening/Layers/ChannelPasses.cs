using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// The four passes over activations [N, C, L] that a whitening layer makes, two forward and two backward. Each goes in pieces that stay in the cache while they
/// are centred and multiplied, so that centring costs no memory traffic and no cancellation, and no pass needs a second activation.
/// </summary>
internal static class ChannelPasses
{
    // One float32 piece of 1 MB.
    private const long PieceElements = 1 << 18;

    // The shift is the mean of about as many samples.
    private const long ShiftSamples = 8;

    // Samples, a power of two, whose products are added in the input's precision.
    private const long MostAtOnce = 8;

    /// <summary>
    /// Channel means [C] and covariances (divisor m = N L) of each tile [S, s, s], float64, in one pass: about the mean of some samples, then corrected by what
    /// that differs from the mean of all.
    /// </summary>
    internal static (Tensor Mean, Tensor Covariance) Moments(Tensor x, ChannelGroups groups)
    {
        using var scope = NewDisposeScope();
        var (samples, length) = (x.size(0), x.size(2));
        var shift = x.slice(0, 0, samples, Math.Max(1, samples / ShiftSamples)).mean([0, 2]).view(1, -1, 1);
        var sum = zeros([groups.Channels], ScalarType.Float64, x.device);
        var gram = zeros([groups.Tiles, groups.Tile, groups.Tile], ScalarType.Float64, x.device);
        foreach (var at in Pieces(x))
        {
            using var piece = NewDisposeScope();
            var centred = at.Of(x) - shift;
            sum.add_(ChannelSums(centred));
            gram.add_(Products(centred, centred, groups));
        }
        var offset = sum.div_(samples * length);
        var tiles = offset.view(groups.Tiles, groups.Tile, 1);
        var covariance = gram.div_(samples * length).sub_(tiles * tiles.transpose(1, 2));
        return scope.MoveToOuter(offset + shift.flatten(), covariance);
    }

    /// <summary>y = A (x - mean) + bias.</summary>
    /// <param name="x">[N, C, L].</param>
    /// <param name="mean">[C].</param>
    /// <param name="mixing">A, block-diagonal, [S, s, s].</param>
    /// <param name="bias">[C]; null for none.</param>
    /// <param name="groups">The layout.</param>
    internal static Tensor Mix(Tensor x, Tensor mean, Tensor mixing, Tensor? bias, ChannelGroups groups)
    {
        using var scope = NewDisposeScope();
        var y = empty_like(x);
        var (center, matrices) = (mean.to(x.dtype).view(1, -1, 1), Repeat(mixing.to(x.dtype), x));
        var offset = bias?.to(x.dtype).view(1, -1, 1);
        foreach (var at in Pieces(x))
        {
            using var piece = NewDisposeScope();
            var mixed = Apply(matrices, at.Of(x) - center, groups);
            if (offset is not null) mixed.add_(offset);
            at.Of(y).copy_(mixed);
        }
        return y.MoveToOuterDisposeScope();
    }

    /// <summary>The sum of g [C], and of g (x - mean)^T in each tile [S, s, s]; float64.</summary>
    internal static (Tensor Sum, Tensor Cross) CrossMoments(Tensor gradient, Tensor x, Tensor mean, ChannelGroups groups)
    {
        using var scope = NewDisposeScope();
        var center = mean.to(x.dtype).view(1, -1, 1);
        var sum = zeros([groups.Channels], ScalarType.Float64, x.device);
        var cross = zeros([groups.Tiles, groups.Tile, groups.Tile], ScalarType.Float64, x.device);
        foreach (var at in Pieces(x))
        {
            using var piece = NewDisposeScope();
            var part = at.Of(gradient);
            sum.add_(ChannelSums(part));
            cross.add_(Products(part, at.Of(x) - center, groups));
        }
        return scope.MoveToOuter(sum, cross);
    }

    /// <summary>dx = A g + H (x - mean) + offset.</summary>
    /// <param name="gradient">g, [N, C, L].</param>
    /// <param name="x">[N, C, L].</param>
    /// <param name="mean">[C].</param>
    /// <param name="onGradient">A, [S, s, s].</param>
    /// <param name="onCentred">H, [S, s, s].</param>
    /// <param name="offset">[C].</param>
    /// <param name="groups">The layout.</param>
    internal static Tensor Combine(Tensor gradient, Tensor x, Tensor mean, Tensor onGradient, Tensor onCentred, Tensor offset, ChannelGroups groups)
    {
        using var scope = NewDisposeScope();
        var result = empty_like(x);
        var (center, constant) = (mean.to(x.dtype).view(1, -1, 1), offset.to(x.dtype).view(1, -1, 1));
        var (first, second) = (Repeat(onGradient.to(x.dtype), x), Repeat(onCentred.to(x.dtype), x));
        foreach (var at in Pieces(x))
        {
            using var piece = NewDisposeScope();
            var combined = Apply(first, at.Of(gradient), groups);
            combined.add_(Apply(second, at.Of(x) - center, groups)).add_(constant);
            at.Of(result).copy_(combined);
        }
        return result.MoveToOuterDisposeScope();
    }

    // Some samples, or where there is only one, a part of its length.
    private readonly record struct Piece(long Dimension, long Start, long Count)
    {
        internal Tensor Of(Tensor x) => x.narrow(Dimension, Start, Count);
    }

    private static IEnumerable<Piece> Pieces(Tensor x)
    {
        var dimension = x.size(0) > 1 ? 0 : 2;
        var most = Math.Max(1, PieceElements * x.size(dimension) / x.numel());
        for (var start = 0L; start < x.size(dimension); start += most) yield return new(dimension, start, Math.Min(most, x.size(dimension) - start));
    }

    // Matrices once for each sample of a piece of x, [n S, s, s].
    private static Tensor Repeat(Tensor matrices, Tensor x)
    {
        var samples = Pieces(x).First() is { Dimension: 0, Count: var count } ? count : 1;
        return matrices.unsqueeze(0).expand(samples, matrices.size(0), matrices.size(1), matrices.size(2)).reshape(-1, matrices.size(1), matrices.size(2));
    }

    private static Tensor Apply(Tensor matrices, Tensor piece, ChannelGroups groups)
    {
        var tiles = Tiled(piece, groups);
        return matrices.narrow(0, 0, tiles.size(0)).bmm(tiles).view(piece.shape);
    }

    // A row is added in the input's own precision, where libtorch sums pairwise; rows, and most samples below, are added in float64. Float64 from the start is much slower.
    private static Tensor ChannelSums(Tensor piece) => piece.sum(2).sum(0, type: ScalarType.Float64);

    private static Tensor Products(Tensor left, Tensor right, ChannelGroups groups)
    {
        var samples = left.size(0);
        var few = Math.Min(MostAtOnce, samples & -samples);
        var products = Tiled(left, groups).bmm(Tiled(right, groups).transpose(1, 2)).view(samples / few, few, -1);
        return products.sum(1).sum(0, type: ScalarType.Float64).view(groups.Tiles, groups.Tile, groups.Tile);
    }

    private static Tensor Tiled(Tensor piece, ChannelGroups groups) => piece.view(-1, groups.Tile, piece.size(2));
}
