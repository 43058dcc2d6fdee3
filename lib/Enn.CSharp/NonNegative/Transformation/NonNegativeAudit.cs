using TorchSharp;
using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>The smallest value of one quantity that must not be negative.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Quantity">Which quantity: W+, W-, b', x - a_min, a_max - x or z'.</param>
/// <param name="Minimum">The smallest value over the audited inputs.</param>
public sealed record AuditEntry(string Layer, string Quantity, double Minimum);

/// <summary>An audit of a twin: every quantity that the hardware must represent, with its smallest value, measured on the two-branch path.</summary>
public sealed record NonNegativeAudit(IReadOnlyList<AuditEntry> Entries)
{
    /// <summary>Whether nothing is negative.</summary>
    public bool Holds => Entries.All(e => e.Minimum >= 0);

    /// <summary>What is negative.</summary>
    public IEnumerable<AuditEntry> Violations => Entries.Where(e => !(e.Minimum >= 0));

    /// <summary>Audits the network on these inputs. Its execution path is left as it was.</summary>
    public static NonNegativeAudit Of(NonNegativeNetwork network, IEnumerable<Tensor> inputs)
    {
        using var _ = no_grad();
        var minima = new Dictionary<(string, string), double>();
        void See(string layer, string quantity, Tensor values)
        {
            var minimum = values.min().ToDouble();
            minima[(layer, quantity)] = minima.TryGetValue((layer, quantity), out var former) ? Math.Min(former, minimum) : minimum;
        }

        var path = network.Path;
        foreach (var (name, layer) in network.Layers)
        {
            See(name, "W+", layer.WeightPlus);
            See(name, "W-", layer.WeightMinus);
            See(name, "b'", layer.NewBias);
            layer.Observer = seen =>
            {
                See(name, "x - a_min", seen.Input);
                See(name, "a_max - x", seen.Mirror);
                See(name, "z'", seen.Response);
            };
        }
        try
        {
            network.Path = ExecutionPath.TwoBranch;
            foreach (var x in inputs)
            {
                using var scope = NewDisposeScope();
                network.forward(x);
            }
        }
        finally
        {
            network.Path = path;
            foreach (var (_, layer) in network.Layers) layer.Observer = null;
        }
        return new([.. minima.Select(m => new AuditEntry(m.Key.Item1, m.Key.Item2, m.Value))]);
    }
}
