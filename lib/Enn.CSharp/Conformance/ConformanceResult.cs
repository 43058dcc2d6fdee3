namespace Enn.Conformance;

/// <summary>One compared part of a case.</summary>
/// <param name="Name">What was compared.</param>
/// <param name="Error">The largest relative error; infinite where something is missing or of another shape.</param>
/// <param name="Tolerance">What it may be; infinite where the part only informs.</param>
/// <param name="Detail">Where the error lies or what is missing; null if there is nothing to say.</param>
public sealed record ConformancePart(string Name, double Error, double Tolerance, string? Detail = null)
{
    /// <summary>Whether the error is within the tolerance.</summary>
    public bool Passes => Error <= Tolerance;
}

/// <summary>How a case went.</summary>
public sealed record ConformanceResult(string Id, IReadOnlyList<ConformancePart> Parts)
{
    /// <summary>Whether every part passes.</summary>
    public bool Passes => Parts.All(p => p.Passes);

    /// <summary>One line: the id, each part's error, pass or fail.</summary>
    public override string ToString() =>
        $"{Id}  {string.Join("  ", Parts.Select(p => $"{p.Name} {p.Error:0.0e+0}{(p.Passes || p.Detail is null ? "" : $" ({p.Detail})")}"))}  {(Passes ? "pass" : "FAIL")}";
}
