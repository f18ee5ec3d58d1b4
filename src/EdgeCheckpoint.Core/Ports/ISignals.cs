namespace EdgeCheckpoint.Core.Ports;

/// <summary>Lamps and buzzer. Thread-safe; commands return at once. Disposing switches all off.</summary>
public interface ISignals : IDisposable
{
    /// <summary>Shows one aspect in place of the one before. No lamp ever flashes.</summary>
    OutputFault Show(SignalAspect aspect);

    /// <summary>Sounds one pattern in place of the one before.</summary>
    OutputFault Sound(BuzzerPattern pattern);
}

/// <summary>What the lamps say.</summary>
public enum SignalAspect
{
    /// <summary>All off.</summary>
    Dark,

    /// <summary>Nobody is there; the kiosk is ready.</summary>
    Ready,

    /// <summary>Somebody is being checked.</summary>
    Busy,

    /// <summary>Green.</summary>
    Go,

    /// <summary>Amber: see staff.</summary>
    Refer,

    /// <summary>Red.</summary>
    Stop,

    /// <summary>Red and amber: the kiosk may not judge.</summary>
    OutOfService,
}

/// <summary>What the buzzer says; told apart by rhythm, for people who do not see the lamps.</summary>
public enum BuzzerPattern
{
    Silent,

    /// <summary>One short tone.</summary>
    Accept,

    /// <summary>Two short tones.</summary>
    Refer,

    /// <summary>One long tone.</summary>
    Refuse,

    /// <summary>Long tones until another pattern is asked for.</summary>
    Alarm,
}
