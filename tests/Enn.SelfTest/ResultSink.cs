using Xunit;
using Xunit.Abstractions;

namespace Enn.SelfTest;

/// <summary>Counts results as they come and prints each failure with its message and stack.</summary>
internal sealed class ResultSink(TextWriter output) : LongLivedMarshalByRefObject, IMessageSink, IDisposable
{
    private readonly AutoResetEvent _finished = new(false);
    private readonly Lock _gate = new();
    private int _passed, _failed, _skipped;

    internal bool Holds => _failed == 0 && _passed > 0;

    internal string ClosingLine => $"{_passed} passed, {_failed} failed" + (_skipped > 0 ? $", {_skipped} skipped" : "");

    internal void WaitForAssembly() => _finished.WaitOne();

    public bool OnMessage(IMessageSinkMessage message)
    {
        lock (_gate)
            switch (message)
            {
                case ITestPassed: _passed++; break;
                case ITestSkipped: _skipped++; break;
                // Failing tests, and fixtures or classes that fail while they are set up or cleaned up.
                case IFailureInformation failure:
                    _failed++;
                    Show(failure, (message as ITestMessage)?.Test.DisplayName ?? message.GetType().Name);
                    break;
            }
        if (message is ITestAssemblyFinished) _finished.Set();
        return true;
    }

    private void Show(IFailureInformation failure, string name)
    {
        output.WriteLine($"  Failed {name}");
        for (var i = 0; i < failure.Messages.Length; i++)
            output.WriteLine($"    {failure.ExceptionTypes[i]}: {failure.Messages[i]}\n{failure.StackTraces[i]}");
    }

    public void Dispose() => _finished.Dispose();
}
