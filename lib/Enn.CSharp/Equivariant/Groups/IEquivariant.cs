namespace Enn.Equivariant;

/// <summary>A map between feature fields that commutes with their group: Phi(g F) = g Phi(F) for every element g.</summary>
public interface IEquivariant
{
    /// <summary>What it reads.</summary>
    FeatureField Input { get; }

    /// <summary>What it gives.</summary>
    FeatureField Output { get; }
}
