namespace Enn.Eidetic;

/// <summary>
/// Forward transfer: whether the neurons of a new task read those that earlier tasks own ("nested" features in the paper; without it the tasks' subnetworks are
/// disjoint). The network's input is read always.
/// </summary>
/// <param name="Enabled">For every layer that <see cref="Layers"/> does not name.</param>
public sealed record Transfer(bool Enabled = true)
{
    /// <summary>What the head is called in <see cref="Layers"/>.</summary>
    public const string Head = "head";

    /// <summary>Exceptions by the layer's key.</summary>
    public IReadOnlyDictionary<string, bool> Layers { get; init; } = new Dictionary<string, bool>();

    /// <summary>Whether a layer's new neurons read owned ones.</summary>
    /// <param name="key">The layer's key, or <see cref="Head"/>.</param>
    public bool Reads(string key) => Layers.TryGetValue(key, out var own) ? own : Enabled;
}
