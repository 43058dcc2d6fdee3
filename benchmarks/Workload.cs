namespace Enn.Benchmarks;

/// <summary>Our side of a benchmark: either timed, or one measurement of something else.</summary>
internal abstract class Workload
{
    /// <summary>Does the operation this many times.</summary>
    internal virtual void Run(long count) => throw new NotSupportedException();

    /// <summary>Does the operation once and returns its measure, in the benchmark's unit.</summary>
    internal virtual double Measure() => throw new NotSupportedException();
}
