namespace Enn.NonNegative;

/// <summary>
/// The optional terms of the paper's optimizers; all off by default, as in its experiments. In order: g += weight_decay theta; the buffer starts as g, then
/// buf = momentum buf + (1 - dampening) g; the update uses buf, or g + momentum buf with Nesterov.
/// </summary>
public sealed record MomentumOptions
{
    /// <summary>No optional term.</summary>
    public static MomentumOptions None { get; } = new();

    /// <summary>How much of the buffer stays at each step.</summary>
    public double Momentum { get; init; }

    /// <summary>Which share of the gradient is kept out of the buffer.</summary>
    public double Dampening { get; init; }

    /// <summary>The strength of weight decay.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether to look ahead along the buffer.</summary>
    public bool Nesterov { get; init; }

    internal bool IsPlain => Momentum == 0 && WeightDecay == 0;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Momentum, nameof(Momentum));
        ArgumentOutOfRangeException.ThrowIfNegative(WeightDecay, nameof(WeightDecay));
        if (Nesterov && (Momentum <= 0 || Dampening != 0)) throw new ArgumentException("Nesterov momentum needs a momentum and no dampening.", nameof(Nesterov));
    }
}
