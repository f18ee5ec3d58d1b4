using System.Threading.Channels;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Kiosk.Tests.Faults;

/// <summary>A scanner in the test's hand.</summary>
internal sealed class SimulatedScanner(TimeProvider time) : ICodeSource
{
    private readonly Channel<ScannedCode> _codes = Channel.CreateUnbounded<ScannedCode>();

    public string Fault => Plugged ? "" : "/dev/serial/by-id/scanner cannot be opened";

    /// <summary>False: it is not there.</summary>
    public volatile bool Plugged = true;

    /// <summary>Somebody holds a code before it.</summary>
    public void Scan(string text)
    {
        if (Plugged)
        {
            _codes.Writer.TryWrite(new ScannedCode(text, MonotonicInstant.Now(time)));
        }
    }

    public ValueTask<ScannedCode> ReadAsync(CancellationToken cancellationToken) => _codes.Reader.ReadAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
