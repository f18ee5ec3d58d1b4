using EdgeCheckpoint.Hardware.Native.Vision;

namespace EdgeCheckpoint.Hardware.Qr;

/// <summary>Bounds of one reader.</summary>
public sealed record QrReaderOptions
{
    public QrEngines Engines { get; init; } = QrEngines.All;

    /// <summary>Time after which no new attempt begins on a picture. Default 60 ms; zero means none.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMilliseconds(60);

    /// <summary>The search ends when so many codes are read: 1 to 64, default 8.</summary>
    public int MaximumCodes { get; init; } = 8;

    /// <summary>Pictures follow one another, as a camera's do: a code that is found and not read is added up over them. Default true.</summary>
    public bool Accumulate { get; init; } = true;

    internal VisionRequest ToRequest()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Deadline.Ticks, nameof(Deadline));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Deadline, TimeSpan.FromMinutes(1), nameof(Deadline));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumCodes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaximumCodes, VisionNative.MaximumCodes);
        return new VisionRequest
        {
            Engines = (int)Engines | (Accumulate ? VisionNative.Accumulate : 0),
            DeadlineMicroseconds = (int)(Deadline.Ticks / TimeSpan.TicksPerMicrosecond),
            MaximumCodes = MaximumCodes,
        };
    }
}
