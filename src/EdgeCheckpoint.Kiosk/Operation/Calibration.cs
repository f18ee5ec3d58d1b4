using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.Thermal;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>The sensor's last calibration, read again when its file changes. One writer, the thermal pump; what it says may be read from any thread.</summary>
/// <param name="file">Empty: this site asks for none.</param>
internal sealed class Calibration(string file, TimeProvider time, ILogger<Calibration> log)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(5);

    private MonotonicInstant? _lookedAt;
    private DateTime _written;
    private CalibrationRecord? _record;
    private volatile string? _reason;

    /// <summary>Reason code while the calibration may not be relied on; null while it may, or none is asked for.</summary>
    public string? Reason => _reason;

    /// <summary>To be added to what the sensor says, °C; 0 without a calibration that makes sense.</summary>
    public double OffsetCelsius => _record is { IsSensible: true } record ? record.OffsetCelsius : 0;

    /// <summary>Looks at the file and the date, every few seconds.</summary>
    public void Look()
    {
        MonotonicInstant now = MonotonicInstant.Now(time);
        if (file.Length == 0 || (_lookedAt is { } looked && now - looked < LookAgainAfter))
        {
            return;
        }

        _lookedAt = now;
        DateTime written = File.GetLastWriteTimeUtc(file);
        if (written != _written)
        {
            _written = written;
            _record = CalibrationFile.Read(file, out _) is [.., var last] ? last : null;
        }

        string? reason = _record is { } record ? record.ReasonAt(time.GetUtcNow()) : Reasons.CalibrationExpired;
        if (reason != _reason)
        {
            _reason = reason;
            if (reason is null)
            {
                Log.CalibrationValid(log, _record!.OffsetCelsius, _record.ValidUntil);
            }
            else
            {
                Log.CalibrationExpired(log, file);
            }
        }
    }
}
