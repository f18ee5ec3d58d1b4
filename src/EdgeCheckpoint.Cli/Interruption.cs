using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Cli;

/// <summary>Ctrl-C, SIGTERM and the end of the terminal (SIGHUP) ask a verb to end. It takes the time it needs: what it started must not stay behind.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private PosixSignalRegistration[] _signals = [];

    public CancellationToken Asked => _asked.Token;

    public static Interruption Listen()
    {
        var interruption = new Interruption();
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        interruption._signals = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, interruption.Ask))];
        return interruption;
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
        {
            signal.Dispose();
        }

        _asked.Dispose();
    }

    private void Ask(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _asked.Cancel();
    }
}
