using TorchSharp;
using static TorchSharp.torch;

namespace Enn.Equivariant;

/// <summary>
/// What a feature map is: how many fields, of which group, and how an element moves it. An image has one value a pixel and field; a regular field has one a group
/// element besides, channel c n + g for field c and element g. Feature maps are [B, <see cref="Channels"/>, H, W].
/// </summary>
/// <param name="Group">The symmetries.</param>
/// <param name="Fields">Fields.</param>
/// <param name="IsRegular">Whether each field has a value for each group element.</param>
public sealed record FeatureField(PlanarGroup Group, long Fields, bool IsRegular)
{
    /// <summary>An image or another map whose values stay as they are while their places move.</summary>
    public static FeatureField Image(PlanarGroup group, long channels) => new(group, channels, false);

    /// <summary>Fields with a value for each group element.</summary>
    public static FeatureField Regular(PlanarGroup group, long fields) => new(group, fields, true);

    /// <summary>Values of one field at one pixel: n, or 1 for an image.</summary>
    public long Width => IsRegular ? Group.Order : 1;

    /// <summary>Channels of the tensor.</summary>
    public long Channels => Fields * Width;

    /// <summary>The map moved by g: (g F)[c, h] = L_g F[c, perm_g[h]].</summary>
    /// <param name="g">An element's index.</param>
    /// <param name="map">[B, Channels, H, W].</param>
    /// <exception cref="ArgumentException">Another number of channels.</exception>
    public Tensor Act(int g, Tensor map)
    {
        Check(map);
        if (!IsRegular) return Group.Act(g, map);
        using var scope = NewDisposeScope();
        var from = tensor([.. Group.Permutation(g).Select(h => (long)h)], dtype: ScalarType.Int64, device: map.device);
        var moved = Group.Act(g, map.reshape(map.size(0), Fields, Width, map.size(2), map.size(3)).index_select(2, from));
        return moved.reshape(map.size(0), Channels, moved.size(3), moved.size(4)).MoveToOuterDisposeScope();
    }

    /// <exception cref="ArgumentException">Not a map of this kind.</exception>
    internal void Check(Tensor map)
    {
        if (map.ndim != 4 || map.size(1) != Channels)
            throw new ArgumentException($"A map of {this} is [B, {Channels}, H, W], not [{string.Join(", ", map.shape)}].", nameof(map));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Fields} {(IsRegular ? "regular" : "plain")} fields of {Group}";
}
