namespace Enn.Equivariant;

/// <summary>What to do where the official code is not equivariant.</summary>
public enum EquivarianceMode
{
    /// <summary>
    /// Exactly equivariant: the generator's normalisation shares its affine map over the group, and windows of pooling lie symmetrically in maps of any size.
    /// </summary>
    Exact,

    /// <summary>
    /// As the official code computes: an affine map for each group element, which loses equivariance with the first training step, and pooling that drops the last
    /// row and column of odd sizes.
    /// </summary>
    Official,
}
