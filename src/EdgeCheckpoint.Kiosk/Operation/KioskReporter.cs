using System.Reflection;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Commands;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Kiosk.Clock;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Kiosk.Trust;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>What the kiosk tells the district of itself.</summary>
internal sealed class KioskReporter(
    KioskOptions options,
    CheckpointMachine machine,
    IThermalSensor thermal,
    IFrameSource camera,
    ScreenHub screen,
    KioskTrust trust,
    BoardHealth board,
    WallClock clock,
    TimeProvider time) : IKioskReporter
{
    private readonly MonotonicInstant _startedAt = MonotonicInstant.Now(time);

    public static string Software { get; } =
        typeof(KioskReporter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public KioskInfo Info() => new(
        Software,
        BootIdentity.Current,
        options.Lane.Name.Length > 0 ? options.Lane.Name : options.Screen.SiteName.GetValueOrDefault("zh-CN", options.Site.Checkpoint),
        ["thermal", "qr", "gate", .. options.Rules.CommandKeysFolder.Length == 0 ? [] : CommandNames.All.Select(static name => $"cmd.{name}")],
        new Dictionary<string, string>(Documents().Select(static d => KeyValuePair.Create(d.Key, d.Value.Version))) { ["policy"] = machine.Policy.Version });

    public IReadOnlyList<string> Limits() => [.. Faults(), .. LimitingMode()];

    private IEnumerable<string> Faults() => screen.View.Page switch
    {
        ScreenPage.OutOfService => screen.View.Reasons,
        ScreenPage.Maintenance => [],
        _ => clock.State == ClockState.Unset
            ? [Reasons.ClockUntrusted, .. Sensor(), .. Revocations()]
            : [.. Sensor(), .. Revocations(), .. Documents().Where(static d => d.Value.Expired).Select(static d => $"{d.Key}-expired")],
    };

    /// <summary>A mode that lets nobody pass as usual, or that is not the one configured here.</summary>
    private IEnumerable<string> LimitingMode() =>
        machine.Mode is KioskMode.Lockdown or KioskMode.Maintenance || machine.Mode != options.Lane.Mode ? [Words.Of(machine.Mode)] : [];

    private IEnumerable<string> Sensor() => screen.Status.Thermal == DeviceState.Degraded ? [Reasons.CalibrationExpired] : [];

    private IEnumerable<string> Revocations() => trust.Store?.Stranded is null ? [] : [TrustAlarms.RevocationsIncomplete];

    private IReadOnlyDictionary<string, DocumentState> Documents() =>
        trust.Store?.States(new VerificationTime(time.GetUtcNow(), clock.State)) ?? new Dictionary<string, DocumentState>();

    /// <summary>Age of each signed document in force, h, as <c>trust-list-age-hours</c>.</summary>
    private IEnumerable<KeyValuePair<string, long>> Ages() =>
        Documents().Where(static d => d.Value.Age is not null).Select(static d => KeyValuePair.Create($"{d.Key}-age-hours", (long)d.Value.Age!.Value.TotalHours));

    /// <summary>What befell the thermal sensor, as <c>thermal-starts</c>.</summary>
    private IEnumerable<KeyValuePair<string, long>> SensorCounts() => thermal.Counts.Select(static c => KeyValuePair.Create($"thermal-{c.Key}", c.Value));

    public KioskHealth Health()
    {
        FrameSourceHealth frames = camera.Health;
        return new KioskHealth
        {
            At = time.GetUtcNow(),
            Clock = clock.State,
            UptimeSeconds = (long)(MonotonicInstant.Now(time) - _startedAt).TotalSeconds,
            DiskFreeBytes = DiskFreeBytes(),
            BoardCelsius = board.Last.ProcessorCelsius,
            UnderVoltage = board.WasWeak,
            Sensors = new Dictionary<string, string>
            {
                ["thermal"] = screen.Status.Thermal == DeviceState.Ready ? "ok" : Words.Of(screen.Status.Thermal),
                ["camera"] = frames.Delivering ? "ok" : "fault",
            },
            Counters = new Dictionary<string, long>([.. Ages(), .. SensorCounts()])
            {
                ["frames"] = frames.Frames,
                ["frames-dropped"] = frames.Dropped,
                ["camera-restarts"] = frames.Restarts,
                ["pass-uses-waiting"] = trust.Uses.Waiting,
                ["pass-uses-lost"] = trust.Uses.Lost,
            },
        };
    }

    /// <summary>Null where there is no disk to ask.</summary>
    private long? DiskFreeBytes()
    {
        try
        {
            return new DriveInfo(options.Journal.Folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
