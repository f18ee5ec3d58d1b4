using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Outbox;

/// <summary>Events and journals for the tests.</summary>
internal static class Sample
{
    public static readonly Site Site = new("wuxi", "north-gate", "kiosk-1");

    public static EventTime Time(int minute = 0) =>
        new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero).AddMinutes(minute), ClockState.Synced, "b1", minute * 60_000L);

    public static ScanEvent Scan(int number = 0) => new()
    {
        Verdict = Verdict.Pass,
        Reasons = [],
        Direction = Direction.In,
        Measurement = new Measurement(36.5, 0.2, "blackbody", 22.1, 0.6),
        Credential = new CredentialSummary("ECP1", "personal", $"token-{number}", "a1b2c3", true),
    };

    public static OutboxOptions Options(TemporaryFolder folder) => new()
    {
        Folder = folder.File("outbox"),
        Site = Site,
        Secret = "a secret of the device"u8.ToArray(),
    };

    /// <summary>For a simulated disk.</summary>
    public static OutboxOptions MemoryOptions => new() { Folder = "unused", Site = Site, Secret = "a secret of the device"u8.ToArray() };

    public static SqliteOutbox Outbox(TemporaryFolder folder) => new(Options(folder), TimeProvider.System);

    /// <summary>Everything the journal still holds, in order.</summary>
    public static IReadOnlyList<StoredEvent> All(IEventSource source) =>
        source.Read(new JournalPosition(0), new JournalPosition(long.MaxValue), int.MaxValue);

    /// <summary>Every word on an alarm that the journal still holds: its code, and whether it was raised.</summary>
    public static IReadOnlyList<(string Code, bool Active)> Alarms(IEventSource source) =>
    [
        .. All(source).Select(static e => EnvelopeCodec.TryDecode(e.Json, out Envelope envelope, out _) ? envelope.Data : null)
            .OfType<AlarmEvent>().Select(static a => (a.Code, a.Active)),
    ];
}
