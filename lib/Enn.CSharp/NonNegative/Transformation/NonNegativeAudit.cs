using TorchSharp;
using static TorchSharp.torch;

namespace Enn.NonNegative;

/// <summary>The smallest value of one quantity that must not be negative.</summary>
/// <param name="Layer">The name of the layer, residual block or activation.</param>
/// <param name="Quantity">
/// Which quantity. Of layers: W+, W-, b', x - a_min, a_max - x, z' (of recurrent ones W_ih+, W_ih-, W_hh+, W_hh-, and x and h against their bounds); of
/// residual blocks: main', shortcut', sum'; of bounded activations: y - g_min, g_max - y.
/// </param>
/// <param name="Minimum">The smallest value over the audited inputs.</param>
public sealed record AuditEntry(string Layer, string Quantity, double Minimum);

/// <summary>
/// An audit of a twin: every quantity that the hardware must represent, with its smallest value, measured on the two-branch path. The network's input shows
/// in its first layer's x - a_min and a_max - x. What leaves the network (logits, log-probabilities) is signed and not audited.
/// </summary>
public sealed record NonNegativeAudit(IReadOnlyList<AuditEntry> Entries)
{
    /// <summary>Whether something was audited and nothing of it is negative.</summary>
    public bool Holds => Entries.Count > 0 && Entries.All(e => e.Minimum >= 0);

    /// <summary>What is negative.</summary>
    public IEnumerable<AuditEntry> Violations => Entries.Where(e => !(e.Minimum >= 0));

    /// <summary>Audits the network on these inputs. Its execution path is left as it was.</summary>
    /// <exception cref="ArgumentException">There is nothing to audit: the network has no layer, or there is no input.</exception>
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
        var parts = network.named_modules().Where(m => m.Item2 is IAudited).Select(m => (Name: m.Item1, Part: (IAudited)m.Item2)).ToList();
        if (!parts.Any(p => p.Part is INonNegativeLayer)) throw new ArgumentException("The network has no layer to audit.", nameof(network));
        foreach (var (name, part) in parts)
        {
            foreach (var (quantity, values) in part.Stored) See(name, quantity, values);
            part.Observer = (quantity, values) => See(name, quantity, values);
        }
        var seen = false;
        try
        {
            network.Path = ExecutionPath.TwoBranch;
            foreach (var x in inputs)
            {
                using var scope = NewDisposeScope();
                network.forward(x);
                seen = true;
            }
        }
        finally
        {
            network.Path = path;
            foreach (var (_, part) in parts) part.Observer = null;
        }
        if (!seen) throw new ArgumentException("There is no input to audit the network on.", nameof(inputs));
        return new([.. minima.Select(m => new AuditEntry(m.Key.Item1, m.Key.Item2, m.Value))]);
    }
}
