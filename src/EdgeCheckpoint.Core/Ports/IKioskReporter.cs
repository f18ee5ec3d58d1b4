using EdgeCheckpoint.Contract.Kiosk;

namespace EdgeCheckpoint.Core.Ports;

/// <summary>What the uplink tells the district of the kiosk itself. Thread-safe, returns at once.</summary>
public interface IKioskReporter
{
    /// <summary>What the kiosk is; the uplink fills in the epoch.</summary>
    KioskInfo Info();

    /// <summary>Why service is limited; empty when it is not.</summary>
    IReadOnlyList<string> Limits();

    /// <summary>How it does; the uplink fills in the queue.</summary>
    KioskHealth Health();
}
