namespace Enn.Benchmarks;

/// <summary>Something could not run; the message says what, and what to do.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
