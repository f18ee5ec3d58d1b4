using System.Text;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Inputs;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Hardware.Board;
using EdgeCheckpoint.Hardware.Camera;
using EdgeCheckpoint.Hardware.Crypto;
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
            BudgetBytes = (long)options.Journal.BudgetMebibytes << 20,
            WhenFull = options.Journal.WhenFull,
            RetainAcknowledged = TimeSpan.FromDays(options.Journal.RetainDays),
            Secret = SecretOf(options.Journal.SecretFile, "journal:secretFile", 16),
        },
        time);

    public static IPolicy Policy(KioskOptions options)
    {
        string name = options.Rules.Policy;
        if (ReadyPolicies.Names.Contains(name))
        {
            return ReadyPolicies.Load(name);
        }

        if (!File.Exists(name))
        {
            throw new ConfigurationException([$"rules:policy: {name} is neither a file nor one of the ready policies: {string.Join(", ", ReadyPolicies.Names)}"]);
        }

        PolicyParseResult read = PolicyDocument.Parse(File.ReadAllBytes(name));
        return read.Policy ?? throw new ConfigurationException([.. read.Issues.Select(i => $"rules:policy: {name}:{i}")]);
    }

    /// <summary>Everything decided by that signed documents may change while the kiosk runs.</summary>
    public static KioskTrust Trust(KioskOptions options, TimeProvider time, ILogger log) =>
        new(options, Keys(options, log), Policy(options), time, ProviderParts.Formats(options.Provider, time));

    /// <summary>The district's own keys; null where none are configured and documents are not taken.</summary>
    public static ITrustedKeys? Roots(KioskOptions options)
    {
        if (options.Rules.RootKeysFile.Length == 0)
        {
            return null;
        }

        TrustFile read = TrustFolder.Read(options.Rules.RootKeysFile, new LibcryptoAlgorithms());
        return read.Keys.Count > 0 && read.Faults.Count == 0
            ? new TrustedKeySet(read.Keys)
            : throw new ConfigurationException([$"rules:rootKeysFile: {(read.Faults.Count > 0 ? read.Faults[0] : $"{options.Rules.RootKeysFile} holds no public key")}"]);
    }

    /// <summary>Null on a kiosk that was given no watch-list secret: it takes no watch-lists.</summary>
    public static WatchListKeys? WatchListKeys(KioskOptions options)
    {
        byte[] secret = SecretOf(options.Rules.WatchListSecretFile, "rules:watchListSecretFile", Core.Lists.WatchListKeys.SecretBytes);
        return secret.Length == 0 ? null : new WatchListKeys(secret.AsSpan(0, Core.Lists.WatchListKeys.SecretBytes));
    }

    private static TrustFile Keys(KioskOptions options, ILogger log)
    {
        if (!Directory.Exists(options.Rules.KeysFolder))
        {
            Log.KeyFault(log, $"the folder {options.Rules.KeysFolder} does not exist, so no code can be proved; put the issuers' public keys there");
            return new TrustFile([], []);
        }

        TrustFile trust = TrustFolder.Read(options.Rules.KeysFolder, new LibcryptoAlgorithms());
        if (trust.LacksRevocations)
        {
            throw new ConfigurationException(
                [.. trust.Faults.Select(static f => $"rules:keysFolder: {f}"), "rules:keysFolder: which cards are revoked cannot be known; repair or take out the files named here"]);
        }

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

    public static CheckpointMachine Machine(KioskOptions options, IPolicy policy) => new(
        Lane(options),
        policy,
        Site(options),
        BootIdentity.Current,
        Pseudonym(options));

    public static Pseudonym Pseudonym(KioskOptions options) => new(SecretOf(options.Rules.PseudonymKeyFile, "rules:pseudonymKeyFile", 32));

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
        foreach (string file in Directory.EnumerateFiles(options.Rules.CommandKeysFolder, "*.pem").Order(StringComparer.Ordinal))
        {
            if (!trust.TryAdd(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file)))
            {
                Log.KeyFault(log, $"{file} is not the public key of a P-256 pair, so its commands are refused");
            }
        }

        return new CommandGate(Site(options), trust, handler, Path.Combine(options.Journal.Folder, "commands.json"), now);
    }

    private static byte[] SecretOf(string path, string key, int atLeastBytes)
    {
        if (path.Length == 0)
        {
            return [];
        }

        try
        {
            byte[] secret = Convert.FromBase64String(Encoding.ASCII.GetString(File.ReadAllBytes(path)).Trim());
            return secret.Length >= atLeastBytes
                ? secret
                : throw new ConfigurationException([$"{key}: {path} holds {secret.Length} bytes; at least {atLeastBytes} are needed"]);
        }
        catch (FormatException)
        {
            throw new ConfigurationException([$"{key}: {path} is not base64; make one with: head -c 32 /dev/urandom | base64 > {path}"]);
        }
    }
}
