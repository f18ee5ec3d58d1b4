using System.ComponentModel;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Thermal;

/// <summary>Head region in the picture, pixels; the origin is the top left corner.</summary>
[TypeConverter(typeof(HeadRegionConverter))]
public readonly record struct HeadRegion(int X, int Y, int Width, int Height);

/// <summary>What one thermal picture, with those before it, says of the person in front of the kiosk.</summary>
public sealed record SubjectObservation
{
    /// <summary>When the picture was taken.</summary>
    public required MonotonicInstant At { get; init; }

    public required SubjectState State { get; init; }

    /// <summary>Number of people in view.</summary>
    public required int People { get; init; }

    /// <summary>Head of the nearest person; null while there is none.</summary>
    public HeadRegion? Head { get; init; }

    /// <summary>The reading; only in state <see cref="SubjectState.Measured"/>.</summary>
    public Measurement? Reading { get; init; }

    /// <summary>Whether the reading is elevated, too low or normal by its method; null without a reading.</summary>
    public TemperatureClass? Class { get; init; }

    /// <summary>True while the reading may be used: there is one, and it is not older than the limit.</summary>
    public bool IsUsable(MonotonicInstant now, TimeSpan lifetime) => Reading is not null && now - At <= lifetime;

    /// <summary>Why there is no reading, or what limits it; reason codes.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];
}

/// <summary>A reading against the method's limits. Never a diagnosis.</summary>
public enum TemperatureClass
{
    Normal,
    Elevated,
    TooLow,
}
