using System.Runtime.InteropServices;

namespace Enn.Cli;

/// <summary>
/// Turns the first Ctrl-C (or a request to terminate) into a cancellation, so that runs can stop at a place from which they resume; a second one ends the
/// process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Listens from now on.</summary>
    /// <param name="cancel">Another reason to cancel.</param>
    internal Interruption(CancellationToken cancel)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Cancel))];
    }

    /// <summary>Cancelled by the first signal.</summary>
    internal CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private void Cancel(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested)
        {
            // Not handled: the process ends as the signal has it.
            Console.Error.WriteLine("enn: interrupted again: ended at once; what was recorded and the last checkpoints stay");
            return;
        }
        context.Cancel = true;
        _source.Cancel();
    }
}
