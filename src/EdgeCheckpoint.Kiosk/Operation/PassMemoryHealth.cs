using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Kiosk.Trust;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>Whether admissions are kept, and the alarms where they are not, each raised once and cleared once. One thread looks.</summary>
internal sealed class PassMemoryHealth(KioskTrust trust, IOutbox outbox, Func<EventTime> now)
{
    public const string Lost = "pass-memory-lost";
    public const string Refused = "pass-memory-refused";

    private bool _lost;
    private bool _refused;

    public void Look()
    {
        trust.Uses.TryAgain();
        if (!_lost && trust.Uses.SetAside is { } file && Told(Lost, true, $"the file of admissions was damaged and is begun anew: who was admitted before may be admitted again, quotas too; the old file is {file}"))
        {
            _lost = true;
        }

        bool refused = !trust.Uses.Keeps;
        if (refused != _refused && Told(Refused, refused, refused ? "the disk refuses to keep admissions, and a restart would forget them; make room, or replace the card" : "admissions are kept again"))
        {
            _refused = refused;
        }
    }

    /// <summary>What the journal refuses is told at the next look.</summary>
    private bool Told(string code, bool active, string detail) => outbox.Append(new AlarmEvent(code, active, detail), now()).Fault == OutboxFault.None;
}
