using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Inputs;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Hardware.Board;
using EdgeCheckpoint.Hardware.Camera;
using EdgeCheckpoint.Hardware.Scanner;
using EdgeCheckpoint.Kiosk.Clock;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Providers;
using EdgeCheckpoint.Kiosk.Trust;
using EdgeCheckpoint.Uplink.Commands;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Kiosk.Composition;

/// <summary>Builds each part of a kiosk from its options, and says in words why one cannot be built.</summary>
internal static class KioskParts
{
    public static Site Site(KioskOptions options) => new(options.Site.District, options.Site.Checkpoint, options.Site.Device);

    public static WallClock Clock(KioskOptions options, TimeProvider time) => new(time, WallClock.TimesyncdMark, options.Clock.AssumeSynced);

    public static SqliteOutbox Outbox(KioskOptions options, TimeProvider time) => new(
        new OutboxOptions
        {
            Folder = options.Journal.Folder,
            Site = Site(options),
            Simulated = options.Simulation.Stage.Length > 0,
            BudgetBytes = (long)options.Journal.BudgetMebibytes << 20,
            WhenFull = options.Journal.WhenFull,
            RetainAcknowledged = TimeSpan.FromDays(options.Journal.RetainDays),
            Secret = NamedFiles.JournalSecret(options),
        },
        time);

    /// <summary>Everything decided by that signed documents may change while the kiosk runs.</summary>
    public static KioskTrust Trust(KioskOptions options, TimeProvider time, ILogger log) =>
        new(options, Keys(options, log), NamedFiles.Policy(options), time, ProviderParts.Formats(options.Provider, time));

    private static TrustFile Keys(KioskOptions options, ILogger log)
    {
        TrustFile trust = NamedFiles.Keys(options);
        foreach (string fault in trust.Faults)
        {
            Log.KeyFault(log, fault);
        }

        return trust;
    }

    /// <summary>The lane as its wiring allows.</summary>
    public static MachineOptions Lane(KioskOptions options) =>
        options.Lane with { GateReports = options.GateReports, HasScanner = options.Scanner.Kind != ScannerKind.None };

    /// <summary>Null on a kiosk that keeps no record.</summary>
    public static InputJournal? Record(KioskOptions options) => options.InputJournal.Minutes > 0 ? new InputJournal(options.InputJournal) : null;

    public static SubjectTracker Tracker(KioskOptions options, IThermalSensor sensor) => new(sensor.Width, sensor.Height, sensor.Traits, options.Subject);

    public static string RecordsFolder(KioskOptions options) =>
        options.InputJournal.Folder.Length > 0 ? options.InputJournal.Folder : Path.Combine(options.Journal.Folder, "inputs");

    /// <param name="mode">To start in.</param>
    public static CheckpointMachine Machine(KioskOptions options, KioskMode mode, IPolicy policy) => new(
        Lane(options) with { Mode = mode },
        policy,
        Site(options),
        BootIdentity.Current,
        new Pseudonym(NamedFiles.PseudonymKey(options)));

    /// <summary>Null where the kiosk does not have it, or cannot get it; the log then says why.</summary>
    public static IWatchdog Watchdog(BoardOptions options, ILogger log)
    {
        if (options.WatchdogDevice.Length == 0)
        {
            return new NoWatchdog();
        }

        if (HardwareWatchdog.Open(options.WatchdogDevice, options.WatchdogSeconds, out string fault) is { } watchdog)
        {
            return watchdog;
        }

        Log.NoWatchdog(log, fault);
        return new NoWatchdog();
    }

    public static IFrameSource Camera(KioskOptions options, TimeProvider time) =>
        ProcessFrameSource.Start(CameraPresets.Command(options.Camera), options.Camera.Limits(), time);

    /// <summary>Whose commands are obeyed; null where nobody's are.</summary>
    public static CommandGate? Commands(KioskOptions options, ICommandHandler handler, Func<EventTime> now, ILogger log)
    {
        if (options.Rules.CommandKeysFolder.Length == 0)
        {
            return null;
        }

        var trust = new CommandTrust();
        foreach ((string file, string pem) in CommandKeys(options, log))
        {
            if (!trust.TryAdd(Path.GetFileNameWithoutExtension(file), pem))
            {
                Log.KeyFault(log, $"{file} is not the public key of a P-256 pair, so its commands are refused");
            }
        }

        return new CommandGate(Site(options), trust, handler, Path.Combine(options.Journal.Folder, "commands.json"), now);
    }

    /// <summary>Keys that are lost after the start cost the commands, never the events that go the same way.</summary>
    private static IReadOnlyList<(string File, string Pem)> CommandKeys(KioskOptions options, ILogger log)
    {
        try
        {
            return NamedFiles.CommandKeys(options);
        }
        catch (Exception e) when (e is ConfigurationException or IOException or UnauthorizedAccessException)
        {
            Log.KeyFault(log, $"{e.Message}; no command is obeyed until that is mended");
            return [];
        }
    }
}
