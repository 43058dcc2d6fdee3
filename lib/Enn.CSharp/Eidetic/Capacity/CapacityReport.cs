using System.Globalization;
using System.Text;

namespace Enn.Eidetic;

/// <summary>Who has a group's neurons.</summary>
/// <param name="Name">The group.</param>
/// <param name="Size">Neurons in all.</param>
/// <param name="Owned">Sealed neurons by task.</param>
/// <param name="Kept">Free neurons that the task in training keeps.</param>
/// <param name="Free">Neurons that nobody owns, kept ones included.</param>
public sealed record GroupCapacity(string Name, int Size, IReadOnlyDictionary<int, int> Owned, int Kept, int Free);

/// <summary>Who has a layer's weights, in the official code's sense: with transfer a whole row belongs to its neuron's owner.</summary>
/// <param name="Key">The layer.</param>
/// <param name="Weights">Numbers of the dense weight.</param>
/// <param name="Owned">Owned numbers by task.</param>
public sealed record LayerCapacity(string Key, long Weights, IReadOnlyDictionary<int, long> Owned)
{
    /// <summary>Numbers that nobody owns: the official "excess capacity".</summary>
    public long Free => Weights - Owned.Values.Sum();
}

/// <summary>What of a network belongs to which task.</summary>
/// <param name="Groups">Neurons, group by group.</param>
/// <param name="Layers">Weights, layer by layer, heads not included.</param>
public sealed record CapacityReport(IReadOnlyList<GroupCapacity> Groups, IReadOnlyList<LayerCapacity> Layers)
{
    /// <summary>Weights of the body.</summary>
    public long Weights => Layers.Sum(layer => layer.Weights);

    /// <summary>The share of the body's weights that some task owns: the frozen fraction of the paper's table 6.</summary>
    public double OwnedFraction => Layers.Sum(layer => layer.Owned.Values.Sum()) / (double)Weights;

    /// <summary>The share that nobody owns.</summary>
    public double FreeFraction => 1 - OwnedFraction;

    /// <summary>The share of the body's weights that a task owns.</summary>
    public double OwnedBy(int task) => Layers.Sum(layer => layer.Owned.GetValueOrDefault(task)) / (double)Weights;

    /// <summary>A table: a line for each group, a column for each task.</summary>
    public override string ToString()
    {
        int[] tasks = [.. Groups.SelectMany(group => group.Owned.Keys).Distinct().Order()];
        var width = Groups.Max(group => group.Name.Length);
        var text = new StringBuilder("group".PadRight(width)).Append("   size");
        foreach (var task in tasks) text.Append(("task " + task.ToString(CultureInfo.InvariantCulture)).PadLeft(9));
        text.Append("   kept   free\n");
        foreach (var group in Groups)
        {
            text.Append(group.Name.PadRight(width)).Append($"{group.Size,7}");
            foreach (var task in tasks) text.Append($"{group.Owned.GetValueOrDefault(task),9}");
            text.Append($"{group.Kept,7}{group.Free,7}\n");
        }
        return text.Append($"owned {OwnedFraction:P1} of {Weights} weights\n").ToString();
    }
}
