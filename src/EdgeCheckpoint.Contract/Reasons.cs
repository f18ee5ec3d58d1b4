namespace EdgeCheckpoint.Contract;

/// <summary>Reason codes the software itself gives; policies add their own. Stable: dashboards count them.</summary>
public static class Reasons
{
    public const string TemperatureElevated = "temperature-elevated";
    public const string TemperatureTooLow = "temperature-too-low";
    public const string TemperatureMissing = "temperature-missing";
    public const string TemperatureStale = "temperature-stale";
    public const string SensorFault = "sensor-fault";
    public const string CameraFault = "camera-fault";
    public const string ScannerFault = "scanner-fault";
    public const string PresenceFault = "presence-fault";
    public const string GateFault = "gate-fault";
    public const string SensorWarmingUp = "sensor-warming-up";
    public const string EnvironmentUnfit = "environment-unfit";
    public const string HeatInView = "heat-in-view";
    public const string ReferenceLost = "reference-lost";
    public const string BaselineCold = "baseline-cold";
    public const string SensorTooCoarse = "sensor-too-coarse";
    public const string CalibrationExpired = "calibration-expired";
    public const string SeveralPeople = "several-people";
    public const string TooClose = "too-close";
    public const string TooFar = "too-far";
    public const string NotStill = "not-still";
    public const string Occluded = "occluded";

    public const string CodeMissing = "code-missing";
    public const string CodeUnknownFormat = "code-unknown-format";
    public const string CodeMalformed = "code-malformed";
    public const string CodeTooLarge = "code-too-large";
    public const string CodeForged = "code-forged";
    public const string CodeUntrustedIssuer = "code-untrusted-issuer";
    public const string CodeUnconfirmed = "code-unconfirmed";
    public const string CodeExpired = "code-expired";
    public const string CodeNotYetValid = "code-not-yet-valid";
    public const string CodeRevoked = "code-revoked";
    public const string CodeReplayed = "code-replayed";
    public const string CodePassedBack = "code-passed-back";
    public const string CodeWrongColour = "code-wrong-colour";
    public const string CodeQuotaUsed = "code-quota-used";
    public const string CodeOutsideHours = "code-outside-hours";
    public const string CodeWrongSite = "code-wrong-site";

    public const string ClockUntrusted = "clock-untrusted";
    public const string PolicyExpired = "policy-expired";
    public const string TrustListExpired = "trust-list-expired";
    public const string RevocationsExpired = "revocations-expired";
    public const string PersonLeft = "person-left";
    public const string VehicleIncomplete = "vehicle-incomplete";
    public const string StorageFault = "storage-fault";
    public const string RestartLoop = "restart-loop";
    public const string ConfigurationRefused = "configuration-refused";
    public const string Lockdown = "lockdown";
    public const string StaffOverride = "staff-override";
}
