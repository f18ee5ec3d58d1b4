using System.ComponentModel.DataAnnotations;
using EdgeCheckpoint.Core.Inputs;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Hardware.Camera;
using EdgeCheckpoint.Hardware.Gate;
using EdgeCheckpoint.Hardware.Presence;
using EdgeCheckpoint.Hardware.Scanner;
using EdgeCheckpoint.Hardware.Thermal;
using EdgeCheckpoint.Hardware.Thermal.Lepton;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Kiosk.Operator;
using EdgeCheckpoint.Kiosk.Providers;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Kiosk.Visitors;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Kiosk.Configuration;

/// <summary>Everything that can be configured; docs/reference/configuration.md is generated from these types.</summary>
internal sealed record KioskOptions
{
    /// <summary>Version of this file's shape; earlier ones are understood, <c>checkpointctl config migrate</c> rewrites them.</summary>
    [Range(1, ConfigurationMigrations.Current)]
    public int Version { get; init; } = ConfigurationMigrations.Current;

    public SiteIdentityOptions Site { get; init; } = new();

    public MachineOptions Lane { get; init; } = new();

    public ThermalSourceOptions Thermal { get; init; } = new();

    public Mlx90640Options Mlx90640 { get; init; } = new();

    public LeptonOptions Lepton { get; init; } = new();

    public ThermalOptions Subject { get; init; } = new();

    public CameraOptions Camera { get; init; } = new();

    public ScannerOptions Scanner { get; init; } = new();

    public GpioOptions Gpio { get; init; } = new();

    public GateOptions Gate { get; init; } = new();

    public SignalOptions Signals { get; init; } = new();

    public InputOptions Inputs { get; init; } = new();

    public PresenceOptions Presence { get; init; } = new();

    /// <summary>Whether the gate says who went through; a simulated one does.</summary>
    internal bool GateReports => Gpio.Device.Length == 0 || Inputs.Passed.IsWired;

    public JournalOptions Journal { get; init; } = new();

    public InputJournalOptions InputJournal { get; init; } = new();

    public PassMemoryOptions Memory { get; init; } = new();

    public BrokerOptions Broker { get; init; } = new();

    public WebOptions Web { get; init; } = new();

    public ScreenOptions Screen { get; init; } = new();

    public RulesOptions Rules { get; init; } = new();

    public OperatorOptions Operator { get; init; } = new();

    public VisitorOptions Visitors { get; init; } = new();

    public HttpProviderOptions Provider { get; init; } = new();

    public BoardOptions Board { get; init; } = new();

    public OtlpOptions Otlp { get; init; } = new();

    public LogOptions Log { get; init; } = new();

    public ClockOptions Clock { get; init; } = new();

    public SimulationOptions Simulation { get; init; } = new();
}

/// <summary>Where the kiosk stands, as the topics name it.</summary>
internal sealed record SiteIdentityOptions
{
    /// <summary>District, the first level of the topics: 1 to 64 letters, digits, - _ or .</summary>
    [Required(AllowEmptyStrings = false)]
    public string District { get; init; } = "";

    /// <summary>Checkpoint, the second level.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Checkpoint { get; init; } = "";

    /// <summary>Device: the common name of its certificate, its MQTT user name and client id.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Device { get; init; } = "";
}

/// <summary>Which thermal sensor is read.</summary>
internal enum ThermalSource
{
    /// <summary>Melexis MLX90640 on an I2C bus.</summary>
    Mlx90640,

    /// <summary>Panasonic AMG8833 on an I2C bus: 8 x 8 pixels, presence and coarse screening.</summary>
    Amg8833,

    /// <summary>Melexis MLX90614 on an I2C bus: one spot.</summary>
    Mlx90614,

    /// <summary>FLIR Lepton 3.5 behind a USB board that shows it as a camera.</summary>
    Lepton,

    /// <summary>A simulated MLX90640 that sees what is staged; needs simulation:stage.</summary>
    Simulated,
}

/// <summary>The thermal sensor.</summary>
internal sealed record ThermalSourceOptions
{
    /// <summary>What is read; amg8833 and mlx90614 are too coarse for the usual subject:uncertaintyAtMostCelsius, and abstain. Default mlx90640.</summary>
    public ThermalSource Source { get; init; } = ThermalSource.Mlx90640;

    /// <summary>Number of the I2C bus: 1 is /dev/i2c-1.</summary>
    [Range(0, 99)]
    public int Bus { get; init; } = 1;

    /// <summary>Address of the chip on its bus. Default: the one it leaves its maker with, 51 (0x33), 105 (0x69) or 90 (0x5A).</summary>
    [Range(8, 119)]
    public int? Address { get; init; }

    /// <summary>File that 'checkpointctl thermal calibrate record' writes; with it absent or expired the kiosk is degraded. Empty: no calibration is asked for.</summary>
    public string CalibrationFile { get; init; } = "";

    public RecoveryOptions Recovery { get; init; } = new();
}

/// <summary>The chip that gate, signals and inputs are wired to.</summary>
internal sealed record GpioOptions
{
    /// <summary>Device of the chip; empty: nothing is wired, and the gate is only simulated.</summary>
    public string Device { get; init; } = "/dev/gpiochip0";
}

/// <summary>The durable journal of events.</summary>
internal sealed record JournalOptions
{
    /// <summary>Folder on a disk that survives power loss; never a RAM overlay.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Folder { get; init; } = "/var/lib/edge-checkpoint";

    /// <summary>Days an event is kept after the district has acknowledged it; 0: as short as possible.</summary>
    [Range(0, 365)]
    public int RetainDays { get; init; } = 7;

    /// <summary>Most disk the journal uses, MiB, beside a reserve of 8. 1024: 90 days of 6,300 events a day and as much again.</summary>
    [Range(8, 65536)]
    public int BudgetMebibytes { get; init; } = 1024;

    /// <summary>What gives way when budget or disk are full: admissions (stop), or the oldest events, with a record of the gap (replace-oldest).</summary>
    public WhenFull WhenFull { get; init; } = WhenFull.Stop;

    /// <summary>File with at least 16 bytes, base64: seals what is personal in the journal; empty: nothing is sealed. Events written with another one wait until that is back.</summary>
    public string SecretFile { get; init; } = "";
}

/// <summary>The district's broker.</summary>
internal sealed record BrokerOptions
{
    /// <summary>Name or address; empty: events stay in the journal.</summary>
    public string Host { get; init; } = "";

    /// <summary>TCP port.</summary>
    [Range(1, 65535)]
    public int Port { get; init; } = 8883;

    /// <summary>PEM file of the authorities that sign the broker's certificate; empty: no TLS.</summary>
    public string AuthorityFile { get; init; } = "";

    /// <summary>PEM file of this device's certificate.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>PEM file of this device's private key.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>Home Assistant's discovery prefix, usually <c>homeassistant</c>: the kiosk shows up there by itself, if the broker lets it publish there; empty: it is not told.</summary>
    public string HomeAssistantPrefix { get; init; } = "";
}

/// <summary>Where the pages are served.</summary>
internal sealed record WebOptions
{
    /// <summary>Port on 127.0.0.1; 0: any free one, printed at start.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 8080;

    /// <summary>Path of a Unix socket to serve on instead of the port, for a browser behind a proxy of its own; only the service's user and group may connect. Empty: the port.</summary>
    public string Socket { get; init; } = "";

    /// <summary>Everything that is wrong, each sentence naming its key.</summary>
    public IReadOnlyList<string> Problems() =>
        Socket.Length > 0 && !ScreenSocket.IsMadeAtStart(Socket) && ScreenSocket.Problem(Socket) is { Length: > 0 } problem ? [$"web:socket: {problem}"] : [];
}

/// <summary>What is trusted and what the rules are.</summary>
internal sealed record RulesOptions
{
    /// <summary>Name of a ready policy, or a policy file.</summary>
    public string Policy { get; init; } = ReadyPolicies.Default;

    /// <summary>Folder of public keys and certificates whose codes are believed.</summary>
    public string KeysFolder { get; init; } = "/etc/edge-checkpoint/keys";

    /// <summary>Folder of PEM public keys whose signed commands are obeyed, each named as commands name it: <c>KEYID.pem</c>; empty: no command is.</summary>
    public string CommandKeysFolder { get; init; } = "";

    /// <summary>File with at least 32 bytes, base64: the district's key for pseudonyms, the same for all its kiosks.</summary>
    public string PseudonymKeyFile { get; init; } = "/etc/edge-checkpoint/pseudonym.key";

    /// <summary>PEM file, or folder, of the district's own public keys, which sign trust lists, policies and lists; empty: no signed documents are taken.</summary>
    public string RootKeysFile { get; init; } = "";

    /// <summary>Where signed documents are kept; files put into its subfolder incoming are taken within a second.</summary>
    public string DocumentsFolder { get; init; } = "/var/lib/edge-checkpoint/trust";

    /// <summary>File with the 32 bytes, base64, that open the district's watch-lists; empty: none are taken.</summary>
    public string WatchListSecretFile { get; init; } = "";
}

/// <summary>What the service prints, for the journal of systemd or a collector. Never a token, a name or a temperature of a person.</summary>
internal sealed record LogOptions
{
    /// <summary>Least level that is printed.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>One JSON object a line, with event id and fields, instead of text.</summary>
    public bool Json { get; init; }
}

/// <summary>The wall clock.</summary>
internal sealed record ClockOptions
{
    /// <summary>True where something outside this system vouches for the clock, such as a battery-backed clock that is set by hand.</summary>
    public bool AssumeSynced { get; init; }
}

/// <summary>Simulated sensors, for trying, teaching and testing. Events of such a kiosk are marked simulated.</summary>
internal sealed record SimulationOptions
{
    /// <summary>Folder with stage.json and the camera's picture; empty: no simulation.</summary>
    public string Stage { get; init; } = "";
}
