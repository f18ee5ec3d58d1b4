using System.Collections.ObjectModel;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Core.Ports;

/// <summary>A thermal sensor that gives pictures. One owner, one thread.</summary>
public interface IThermalSensor : IDisposable
{
    string Model { get; }

    int Width { get; }

    int Height { get; }

    /// <summary>What its maker states of it.</summary>
    SensorTraits Traits { get; }

    /// <summary>Why it cannot be had at all, and what a technician does about it; empty where a fault says enough.</summary>
    string Problem { get; }

    /// <summary>What befell it since it was made, by name: pictures, starts, retries, faults. Any thread.</summary>
    IReadOnlyDictionary<string, long> Counts => ReadOnlyDictionary<string, long>.Empty;

    /// <summary>Waits for the next picture, at most two frame periods, and fills <paramref name="frame"/>.</summary>
    /// <param name="frame">Of this sensor's width and height; its content is undefined after a fault.</param>
    /// <returns><see cref="SensorFault.None"/>, or why there is no picture.</returns>
    SensorFault Read(ThermalFrame frame, CancellationToken cancellationToken);
}

/// <summary>Why a sensor gave no picture. Faults are values: retries within the stated bound have already happened.</summary>
public enum SensorFault
{
    None,

    /// <summary>Nothing answers at the address.</summary>
    Absent,

    /// <summary>The bus failed: data not acknowledged, arbitration lost, stuck.</summary>
    Bus,

    /// <summary>The sensor answers but gives no new picture in time.</summary>
    Timeout,

    /// <summary>The picture is damaged or its values are outside the sensor's range.</summary>
    BadFrame,

    /// <summary>Calibration words of the sensor make no sense.</summary>
    BadCalibration,

    /// <summary>Busy with itself behind its shutter for a second or two; the next picture comes by itself.</summary>
    Correcting,

    /// <summary>Recently powered; readings still drift.</summary>
    WarmingUp,

    /// <summary>Gave up after the bound; tries again by itself.</summary>
    OutOfService,
}
