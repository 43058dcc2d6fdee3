namespace Enn.Tests;

/// <summary>A test that runs a Python script of the project: skipped where Debian's python3 (or the one that ENN_PYTHON names) is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    internal static string Python { get; } = Environment.GetEnvironmentVariable("ENN_PYTHON") is { Length: > 0 } chosen ? chosen : "/usr/bin/python3";

    public PythonFactAttribute() => Skip = File.Exists(Python) ? null : $"needs {Python}";
}
