using System.Text;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Mqtt.Tests.Integrations;

/// <summary>The files that others take into their own systems, and what a kiosk really sends.</summary>
internal static class IntegrationFiles
{
    internal static readonly Site Kiosk = new("binhu", "east-gate", "kiosk-7");

    internal static string Find(params string[] parts) => Path.Combine([Repository.Root, "docs", "integrations", .. parts]);

    internal static string Read(params string[] parts) => File.ReadAllText(Find(parts));

    /// <summary>One real payload of every topic the files speak of, by the topic's levels below the kiosk.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Samples = new Dictionary<string, string>
    {
        ["evt/scan"] = Event(1, new ScanEvent
        {
            Verdict = Verdict.Refer,
            Reasons = [Reasons.TemperatureElevated],
            Direction = Direction.In,
            Measurement = new Measurement(37.6, 0.3, "baseline"),
        }),
        ["evt/gate"] = Event(2, new GateEvent("forced", "feedback")),
        ["evt/alarm"] = Event(3, new AlarmEvent("sensor-fault", true, "no answer")),
        ["evt/gap"] = Event(9, new GapEvent(4, 9, "no space")),
        ["status"] = Text(KioskJson.Encode(new KioskStatus(EdgeCheckpoint.Contract.Kiosk.KioskState.Online, "s1", []))),
        ["tel/health"] = Text(KioskJson.Encode(new KioskHealth
        {
            At = new DateTimeOffset(2022, 4, 1, 12, 0, 0, TimeSpan.Zero),
            Clock = ClockState.Synced,
            BoardCelsius = 51.5,
            Queue = new QueueHealth { Events = 3 },
        })),
    };

    private static string Event(long sequence, CheckpointEvent data) => Text(EnvelopeCodec.Encode(new Envelope(
        new EventKey(Kiosk.Device, "e1", sequence),
        Topics.Prefix(Kiosk),
        new EventTime(new DateTimeOffset(2022, 4, 1, 12, 0, 0, TimeSpan.Zero), ClockState.Synced, "boot", 1000),
        Replay.Live,
        data)));

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);
}
