using System.Text;
using System.Text.Json;
using EdgeCheckpoint.Contract.Commands;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Contract.Tests.Documents;

/// <summary>One payload of every message, with every field set.</summary>
internal static class Golden
{
    private static readonly DateTimeOffset Wall = new(2026, 3, 1, 8, 30, 0, 125, TimeSpan.Zero);
    private static readonly EventTime Time = new(Wall, ClockState.Synced, "b1", 4200);

    public static IReadOnlyDictionary<string, string> All { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["event-scan"] = Event(new ScanEvent
        {
            Verdict = Verdict.Refer,
            Reasons = [Reasons.TemperatureElevated, Reasons.CodeExpired],
            Rule = "temperature",
            Direction = Direction.In,
            Measurement = new Measurement(37.6, 0.21, "blackbody", 21.5, 0.6),
            Credential = new CredentialSummary("ECP1", "personal", "3q2-7w", "a1b2c3d4", true),
            Versions = new Dictionary<string, string> { ["policy"] = "wuxi/3" },
            Notice = "2026-01",
        }),
        ["event-scan-unable"] = Event(new ScanEvent { Verdict = Verdict.Unable, Reasons = [Reasons.CodeMalformed], Direction = Direction.Out, Credential = new CredentialSummary("unknown", null, null, null, false) }),
        ["event-scan-vehicle"] = Event(new ScanEvent
        {
            Verdict = Verdict.Refer,
            Reasons = [Reasons.TemperatureElevated],
            Rule = "nobody-elevated",
            Direction = Direction.Out,
            Lane = "货车道",
            Measurement = new Measurement(37.9, 0.3, "fixed"),
            Credential = new CredentialSummary("ECP1", "freight", "9f00", "a1b2c3d4", true),
            Vehicle = new VehicleSummary("77aa", 2,
            [
                new OccupantSummary([], new Measurement(36.5, 0.3, "fixed"), new CredentialSummary("ECP1", "personal", "3q2-7w", "a1b2c3d4", true)),
                new OccupantSummary([Reasons.TemperatureElevated], new Measurement(37.9, 0.3, "fixed"), new CredentialSummary("ECP1", "personal", "51aa", "a1b2c3d4", true)),
            ]),
        }),
        ["event-gate"] = Event(new GateEvent("opened", "decision", 11)),
        ["event-gate-lane"] = Event(new GateEvent("passed", "feedback", 11) { Direction = Direction.Out, Lane = "货车道" }),
        ["event-alarm"] = Event(new AlarmEvent("sensor-fault", true, "热像仪 does not answer; the kiosk is out of service.")),
        ["event-report"] = Event(new ReportEvent(Wall.AddDays(-1), Wall, new Dictionary<string, long> { ["pass"] = 0, ["refer"] = 2 })),
        ["event-shift-signed-in"] = Event(new ShiftEvent("signed-in", "07") { By = "badge" }),
        ["event-shift-handed-over"] = Event(new ShiftEvent("handed-over", "08", "07")),
        ["event-visitor"] = Event(new VisitorEvent("5f3a9c", "c2VhbGVk", "a1b2c3d4", Wall.AddDays(30), "form", "2026-01")),
        ["event-recheck"] = Event(new RecheckEvent(11, 38.2, "sent-to-care", "07")),
        ["event-recheck-left"] = Event(new RecheckEvent(11, null, "left", "07")),
        ["event-readiness"] = Event(new ReadinessEvent(["thermometer", "masks"], 8, "07")),
        ["event-supply"] = Event(new SupplyEvent("masks", 40, -10, true, "07")),
        ["event-calibration"] = Event(new CalibrationEvent(-0.15, Wall.AddDays(90), "07")),
        ["event-gap"] = Event(new GapEvent(3, 12, "dropped for want of space")),
        ["ack"] = Text(ContractJson.Encode(new DurableAck("e1", 12))),
        ["status"] = Text(KioskJson.Encode(new KioskStatus(KioskState.Degraded, "5f3a", ["clock-unset"]))),
        ["info"] = Text(KioskJson.Encode(new KioskInfo("0.1.0", "b1", "北门一号", ["thermal", "qr"], new Dictionary<string, string> { ["policy"] = "wuxi/3" }) { Epoch = "e1" })),
        ["health"] = Text(KioskJson.Encode(new KioskHealth
        {
            At = Wall,
            Clock = ClockState.Estimated,
            UptimeSeconds = 86_400,
            Queue = new QueueHealth { Events = 3, OldestSeconds = 60, Bytes = 4096, BudgetBytes = 1 << 30, Dropped = 1 },
            DiskFreeBytes = 1 << 30,
            BoardCelsius = 51.5,
            UnderVoltage = false,
            Sensors = new Dictionary<string, string> { ["thermal"] = "ok" },
            Counters = new Dictionary<string, long> { ["frames-dropped"] = 4 },
        })),
        ["command"] = Command(CommandNames.OpenGate, """{"direction":"in"}"""),
        ["command-set-mode"] = Command(CommandNames.SetMode, """{"mode":"lockdown"}"""),
        ["command-update"] = Command(CommandNames.Update, """{"kind":"policy","document":"RUNQRE9DMQo"}"""),
        ["command-update-configuration"] = Command(CommandNames.Update, """{"kind":"configuration","document":{"lane":{"verdictSeconds":7}}}"""),
        ["command-report"] = Command(CommandNames.Report, """{"from":"2026-02-28T00:00:00Z","to":"2026-03-01T00:00:00Z"}"""),
        ["command-diagnostics"] = Command(CommandNames.Diagnostics, "{}"),
        ["command-restart"] = Command(CommandNames.Restart, "{}"),
        ["signed-command"] = Text(KioskJson.Encode(new SignedCommand("district-1", "e30", "c2lnbmF0dXJl"))),
        ["response"] = Text(KioskJson.Encode(new CommandResponse("0123456789abcdef", false, CommandReasons.Expired, "The command has expired.") { Values = new Dictionary<string, string> { ["queue"] = "3" } })),
    };

    public static string SchemaOf(string name) => name.Split('-')[0] switch { "event" => "envelope", "command" => "command", _ => name };

    public static string File(string name) => Path.Combine(Repository.Root, "tests", "EdgeCheckpoint.Contract.Tests", "Golden", $"{name}.json");

    private static string Command(string name, string arguments) => Text(KioskJson.Encode(new Command(
        name, "wuxi", "north-gate", "kiosk-1", "0123456789abcdef", Wall, Wall.AddSeconds(30), JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments)!)));

    private static string Event(CheckpointEvent data) =>
        Text(EnvelopeCodec.Encode(new Envelope(new EventKey("kiosk-1", "e1", 12), "ecp/v1/wuxi/north-gate/kiosk-1", Time, Replay.Live, data)));

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);
}
