using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Ports;

/// <summary>A device that reads codes by itself: a scanner that types, or one on a serial line.</summary>
public interface ICodeSource : IAsyncDisposable
{
    /// <summary>Waits for the next code. Faults do not end the wait: the device is opened again by itself.</summary>
    ValueTask<ScannedCode> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Empty while the device is there; otherwise what a technician has to know.</summary>
    string Fault { get; }
}

/// <summary>One code as the scanner gave it: at most <see cref="MaximumCharacters"/> characters, without its terminator.</summary>
/// <param name="Text">Never empty.</param>
/// <param name="At">When its terminator arrived.</param>
public readonly record struct ScannedCode(string Text, MonotonicInstant At)
{
    /// <summary>What the largest QR code holds: 4,296 alphanumeric characters. Longer input is thrown away whole.</summary>
    public const int MaximumCharacters = 4296;
}
