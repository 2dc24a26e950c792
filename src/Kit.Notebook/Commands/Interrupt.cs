using System.Runtime.InteropServices;

namespace Kit.Notebook.Commands;

/// <summary>Turns Ctrl-C and a request to terminate into a token, so that a run can save what it has; the second one ends the process at once.</summary>
internal sealed class Interrupt : IDisposable
{
    /// <summary>What a shell expects of a process that Ctrl-C ended.</summary>
    public const int ExitCode = 130;

    private readonly CancellationTokenSource source;
    private readonly PosixSignalRegistration[] signals;

    /// <param name="token">Cancels too.</param>
    public Interrupt(CancellationToken token)
    {
        source = CancellationTokenSource.CreateLinkedTokenSource(token);
        signals = [Register(PosixSignal.SIGINT), Register(PosixSignal.SIGTERM)];
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        Array.ForEach(signals, signal => signal.Dispose());
        source.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    });
}
