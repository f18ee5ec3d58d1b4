using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Ports;

/// <summary>Contacts, buttons and presence. Nothing is dropped: what cannot be delivered waits.</summary>
/// <remarks>The first things read are the levels that already hold, so that an emergency or an open door at start is not missed.</remarks>
public interface ISiteInputs : IDisposable
{
    /// <summary>Waits for the next change. One reader.</summary>
    ValueTask<SiteInput> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Empty while all is well; otherwise what a technician has to know. The inputs come back by themselves.</summary>
    string Fault { get; }
}

/// <summary>One change at the site.</summary>
/// <param name="Signal">What changed.</param>
/// <param name="Active">Whether it holds now; momentary signals are only told when they begin, and not at all where nobody saw them begin.</param>
/// <param name="At">When it changed.</param>
public readonly record struct SiteInput(SiteSignal Signal, bool Active, MonotonicInstant At);

/// <summary>What can be sensed at a site.</summary>
public enum SiteSignal
{
    /// <summary>Momentary: the gate says that somebody walked through.</summary>
    Passed,

    /// <summary>Momentary: the gate closed again and nobody walked, or the person turned back.</summary>
    NotPassed,

    /// <summary>Momentary: the gate was pushed open without having been told to.</summary>
    Forced,

    /// <summary>Somebody stands before the kiosk.</summary>
    Presence,

    /// <summary>A person asks for staff.</summary>
    CallButton,

    /// <summary>Momentary: staff let somebody through by hand.</summary>
    StaffButton,

    /// <summary>Momentary: the driver or staff say that everybody in the vehicle has been seen.</summary>
    EverybodyButton,

    /// <summary>The fire alarm or the emergency button; the gate is already released when this is read.</summary>
    EmergencyRelease,

    /// <summary>The housing is open.</summary>
    Tamper,

    /// <summary>The door beside the gate is open.</summary>
    Door,
}
