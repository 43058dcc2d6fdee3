namespace Enn.Conformance;

/// <summary>A file that is no conformance case, or a case whose model is not known here.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>An error without further words.</summary>
    public ConformanceException() { }

    /// <summary>An error with this message.</summary>
    public ConformanceException(string message) : base(message) { }

    /// <summary>An error with this message and cause.</summary>
    public ConformanceException(string message, Exception innerException) : base(message, innerException) { }
}
