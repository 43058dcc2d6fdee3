using System.Runtime.InteropServices;
using Enn.Torch.Core;

namespace TorchSharp;

/// <summary>An error of the native library: which operator, on which arguments, and the first line of the cause.</summary>
public sealed class TorchException : ExternalException
{
    public TorchException() { }
    public TorchException(string message) : base(message) { }
    public TorchException(string message, Exception? inner) : base(message, inner) { }

    /// <summary>The operator that failed; empty where the error is not an operator's.</summary>
    public string Operator { get; private init; } = "";

    /// <summary>The whole text of the native error.</summary>
    public string Details { get; private init; } = "";

    /// <summary>The exception for the calling thread's last native error. A managed exception that a callback kept becomes the inner one.</summary>
    internal static TorchException FromNative(string operation, string arguments)
    {
        var details = Native.LastError;
        var inner = Callbacks.TakeException();
        var line = inner?.Message ?? FirstLine(details);
        return new TorchException($"{operation}({arguments}): {line}", inner) { Operator = operation, Details = details };
    }

    internal static void Check(int status, string operation, string arguments = "")
    {
        if (status < 0) throw FromNative(operation, arguments);
    }

    internal static IntPtr Check(IntPtr handle, string operation, string arguments = "") =>
        handle != IntPtr.Zero ? handle : throw FromNative(operation, arguments);

    private static string FirstLine(string text)
    {
        var end = text.IndexOf('\n');
        return (end < 0 ? text : text[..end]).Trim();
    }
}
