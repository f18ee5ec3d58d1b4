namespace EdgeCheckpoint.Core.Thermal;

/// <summary>What the thermal picture says of the person in front of the kiosk, in the words a screen can show.</summary>
public enum SubjectState
{
    Empty,
    Approach,
    TooFar,
    TooClose,
    OneAtATime,
    HoldStill,
    Measuring,
    Measured,
    EnvironmentUnfit,
    SensorFault,
}
