using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Kiosk;

/// <summary>Every message of the kiosk service. Event ids 1000 to 1999. No token, no name, no temperature of a person.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "Kiosk {Device} of {District}/{Checkpoint} is up: screen at {Url}")]
    public static partial void Up(ILogger log, string device, string district, string checkpoint, string url);

    [LoggerMessage(1001, LogLevel.Information, "Stopping; what was decided is on the disk")]
    public static partial void Stopping(ILogger log);

    [LoggerMessage(1010, LogLevel.Error, "The journal refused a {Kind} event ({Fault}); the kiosk is out of service until it accepts one again")]
    public static partial void JournalRefused(ILogger log, string kind, OutboxFault fault);

    [LoggerMessage(1020, LogLevel.Error, "Pump {Pump} failed and starts again in {Delay}")]
    public static partial void PumpFailed(ILogger log, string pump, TimeSpan delay, Exception exception);

    [LoggerMessage(1030, LogLevel.Warning, "Thermal sensor: {Fault}. {Problem}")]
    public static partial void SensorFault(ILogger log, SensorFault fault, string problem);

    [LoggerMessage(1031, LogLevel.Information, "Thermal sensor gives pictures")]
    public static partial void SensorReady(ILogger log);

    [LoggerMessage(1032, LogLevel.Warning, "No calibration of the thermal sensor is in force ({File}); readings say so. Calibrate it: checkpointctl thermal calibrate record")]
    public static partial void CalibrationExpired(ILogger log, string file);

    [LoggerMessage(1033, LogLevel.Information, "Thermal sensor is calibrated: {Offset:F2} °C are added, until {ValidUntil:yyyy-MM-dd}")]
    public static partial void CalibrationValid(ILogger log, double offset, DateTimeOffset validUntil);

    [LoggerMessage(1040, LogLevel.Warning, "Camera gives no pictures: {Fault}")]
    public static partial void CameraFault(ILogger log, string fault);

    [LoggerMessage(1041, LogLevel.Information, "Camera gives pictures again")]
    public static partial void CameraBack(ILogger log);

    [LoggerMessage(1050, LogLevel.Information, "Decided {Verdict} ({Reasons})")]
    public static partial void Decided(ILogger log, string verdict, string reasons);

    [LoggerMessage(1051, LogLevel.Information, "Gate: {Action} ({Cause})")]
    public static partial void GateDid(ILogger log, string action, string cause);

    [LoggerMessage(1052, LogLevel.Error, "The gate did not do what it was told: {Fault}")]
    public static partial void GateFault(ILogger log, OutputFault fault);

    [LoggerMessage(1053, LogLevel.Warning, "Alarm {Code} {Change}")]
    public static partial void Alarm(ILogger log, string code, string change);

    [LoggerMessage(1056, LogLevel.Warning, "Sounds: {Fault}")]
    public static partial void SoundFault(ILogger log, string fault);

    [LoggerMessage(1060, LogLevel.Warning, "Trusted keys: {Fault}")]
    public static partial void KeyFault(ILogger log, string fault);

    [LoggerMessage(1070, LogLevel.Information, "Broker {Host}:{Port}: {State}")]
    public static partial void Broker(ILogger log, string host, int port, string state);

    [LoggerMessage(1054, LogLevel.Error, "{Device}: {Fault}")]
    public static partial void DeviceFault(ILogger log, KioskDevice device, string fault);

    [LoggerMessage(1055, LogLevel.Information, "{Device} is in order again")]
    public static partial void DeviceBack(ILogger log, KioskDevice device);

    [LoggerMessage(1080, LogLevel.Information, "Documents: {Detail}")]
    public static partial void DocumentTaken(ILogger log, string detail);

    [LoggerMessage(1081, LogLevel.Warning, "Documents: {Detail}")]
    public static partial void DocumentRefused(ILogger log, string detail);

    [LoggerMessage(1082, LogLevel.Error, "The memory of admissions was damaged and is begun anew; the old file is {File}")]
    public static partial void MemorySetAside(ILogger log, string file);

    [LoggerMessage(1090, LogLevel.Information, "The record of inputs was saved ({Cause}): {File}")]
    public static partial void RecordSaved(ILogger log, string cause, string file);

    [LoggerMessage(1091, LogLevel.Warning, "The record of inputs could not be saved: {Problem}")]
    public static partial void RecordNotSaved(ILogger log, string problem);

    [LoggerMessage(1100, LogLevel.Information, "Configuration changed; in force from now on: {Keys}")]
    public static partial void ConfigurationApplied(ILogger log, string keys);

    [LoggerMessage(1101, LogLevel.Warning, "Configuration changed; a restart is needed for: {Keys}")]
    public static partial void ConfigurationWaits(ILogger log, string keys);

    [LoggerMessage(1102, LogLevel.Error, "The changed configuration was refused as a whole and the one in force stays: {Errors}")]
    public static partial void ConfigurationRefused(ILogger log, string errors);

    [LoggerMessage(1110, LogLevel.Critical, "Out of service ({Reason}): {Detail}. Screen at {Url}")]
    public static partial void Held(ILogger log, string reason, string detail, string url);

    [LoggerMessage(1111, LogLevel.Information, "The service ends so that it is started anew: {Why}")]
    public static partial void HeldEnds(ILogger log, string why);

    [LoggerMessage(1120, LogLevel.Error, "The board is not watched: {Fault}")]
    public static partial void NoWatchdog(ILogger log, string fault);

    [LoggerMessage(1130, LogLevel.Warning, "The collector {Endpoint} does not take the kiosk's numbers: {Problem}")]
    public static partial void CollectorFails(ILogger log, string endpoint, string problem);

    [LoggerMessage(1131, LogLevel.Information, "The collector {Endpoint} takes the kiosk's numbers")]
    public static partial void CollectorTakes(ILogger log, string endpoint);
}
