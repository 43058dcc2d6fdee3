namespace Enn.Eigen;

/// <summary>Multiplications of a forward pass, with N rows: samples times tokens, or samples times output pixels. Backward passes cost twice as much on either path.</summary>
public static class ExecutionCost
{
    /// <summary>Composing W, then applying it: o r d + N o d.</summary>
    public static long Merged(long outputs, long inputs, long rows) => (Math.Min(outputs, inputs) + rows) * outputs * inputs;

    /// <summary>Applying P^T, then Q diag(Lambda): N r (d + o).</summary>
    public static long Factored(long outputs, long inputs, long rows) => rows * Math.Min(outputs, inputs) * (inputs + outputs);

    /// <summary>The path to take: at full rank, merged where N is larger than max(o, d).</summary>
    public static ExecutionPath Choose(ExecutionPath asked, long outputs, long inputs, long rows) =>
        asked != ExecutionPath.Cheapest ? asked : Merged(outputs, inputs, rows) < Factored(outputs, inputs, rows) ? ExecutionPath.Merged : ExecutionPath.Factored;
}
