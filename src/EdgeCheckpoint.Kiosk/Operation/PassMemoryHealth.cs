using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Kiosk.Trust;
using EdgeCheckpoint.Uplink.Delivery;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>Whether admissions are kept, and the alarms where they are not, each raised once and cleared once. One thread looks.</summary>
internal sealed class PassMemoryHealth(KioskTrust trust, IOutbox outbox, Func<EventTime> now)
{
    public const string Lost = "pass-memory-lost";
    public const string Refused = "pass-memory-refused";

    private readonly AlarmLatch _alarms = new(outbox, now);

    public void Look()
    {
        trust.Uses.TryAgain();
        if (trust.Uses.SetAside is { } file)
        {
            _alarms.Raise(Lost, $"the file of admissions was damaged and is begun anew: who was admitted before may be admitted again, quotas too; the old file is {file}");
        }

        if (trust.Uses.Keeps)
        {
            _alarms.Clear(Refused, "admissions are kept again");
        }
        else
        {
            _alarms.Raise(Refused, "the disk refuses to keep admissions, and a restart would forget them; make room, or replace the card");
        }
    }
}
