using static TorchSharp.torch;

namespace Enn.Whitening;

/// <summary>
/// How C channels fall into groups of d neighbours, the last one smaller where d does not divide C, and into tiles of whole groups: matrix products are done per
/// tile, of which only the groups' diagonal blocks are used, because products of 4 x 4 blocks would be slower than those of 16 x 16.
/// </summary>
public sealed class ChannelGroups
{
    // Below this the products of a tile are bound by memory, not by arithmetic.
    private const long LeastTile = 16;

    /// <summary>A layout.</summary>
    /// <param name="channels">C.</param>
    /// <param name="size">d; more than C is C.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is not positive.</exception>
    public ChannelGroups(long channels, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        Channels = channels;
        Size = Math.Min(size, channels);
        (Whole, Rest) = (channels / Size, channels % Size);
        var groups = Rest > 0 ? Whole : Enumerable.Range(1, (int)Whole).First(k => Whole % k == 0 && (k * Size >= LeastTile || k == Whole));
        Tile = Rest > 0 ? channels : groups * Size;
    }

    /// <summary>C.</summary>
    public long Channels { get; }

    /// <summary>d, the size of a group.</summary>
    public long Size { get; }

    /// <summary>The number of groups, a smaller last one included.</summary>
    public long Count => Whole + (Rest > 0 ? 1 : 0);

    /// <summary>The side of a tile.</summary>
    internal long Tile { get; }

    /// <summary>The number of tiles, S.</summary>
    internal long Tiles => Channels / Tile;

    private long Whole { get; }

    private long Rest { get; }

    /// <summary>The groups' diagonal blocks of matrices [S, s, s]: [G, d, d], and a smaller last one [1, r, r] as a second tensor. Copies.</summary>
    internal Tensor[] Blocks(Tensor tiles)
    {
        if (Rest > 0)
        {
            var matrix = tiles[0];
            return [stack([.. Enumerable.Range(0, (int)Whole).Select(g => Block(matrix, g * Size, Size))]), Block(matrix, Whole * Size, Rest).unsqueeze(0).clone()];
        }
        return [Diagonal(tiles).permute(0, 3, 1, 2).reshape(Whole, Size, Size)];
    }

    /// <summary>The inverse: block-diagonal matrices [S, s, s].</summary>
    internal Tensor Assemble(IReadOnlyList<Tensor> blocks)
    {
        var tiles = zeros([Tiles, Tile, Tile], blocks[0].dtype, blocks[0].device);
        if (Rest > 0)
        {
            var matrix = tiles[0];
            for (var g = 0; g < Whole; g++) Block(matrix, g * Size, Size).copy_(blocks[0][g]);
            Block(matrix, Whole * Size, Rest).copy_(blocks[1][0]);
        }
        else Diagonal(tiles).copy_(blocks[0].view(Tiles, Tile / Size, Size, Size).permute(0, 2, 3, 1));
        return tiles;
    }

    /// <summary>Blocks as one tensor [G, d, d], as layers keep them: a smaller last one is bordered by the identity. May be the block tensor itself.</summary>
    internal Tensor Pack(IReadOnlyList<Tensor> blocks)
    {
        if (Rest == 0) return blocks[0];
        var last = eye(Size, dtype: blocks[1].dtype, device: blocks[1].device);
        Block(last, 0, Rest).copy_(blocks[1][0]);
        return cat([blocks[0], last.unsqueeze(0)]);
    }

    /// <summary>The inverse of <see cref="Pack"/>: views.</summary>
    internal Tensor[] Unpack(Tensor packed) =>
        Rest == 0 ? [packed] : [packed.narrow(0, 0, Whole), packed.narrow(0, Whole, 1).narrow(1, 0, Rest).narrow(2, 0, Rest)];

    // [S, d, d, groups in a tile], a view.
    private Tensor Diagonal(Tensor tiles) => tiles.view(Tiles, Tile / Size, Size, Tile / Size, Size).diagonal(0, 1, 3);

    private static Tensor Block(Tensor matrix, long start, long size) => matrix.narrow(0, start, size).narrow(1, start, size);
}
