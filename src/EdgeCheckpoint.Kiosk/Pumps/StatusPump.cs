using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Hardware.Presence;
using EdgeCheckpoint.Kiosk.Clock;
using EdgeCheckpoint.Kiosk.Loop;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Kiosk.Trust;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Keeps the small status line of the screen true, and tells the loop when gate, scanner, range finder, clock or journal fail, signed documents expire, or all is well again.</summary>
/// <param name="scanners">None or one.</param>
/// <param name="ranges">None or one.</param>
internal sealed class StatusPump(
    ScreenHub screen,
    SensorStates sensors,
    IEventSource journal,
    IFrameSource camera,
    IEnumerable<ICodeSource> scanners,
    IGate gate,
    ISiteInputs inputs,
    IEnumerable<RangePresence> ranges,
    KioskLoop loop,
    WallClock clock,
    KioskTrust trust,
    PassMemoryHealth memory,
    TimeProvider time,
    ILogger<StatusPump> log) : Pump(time, log)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private static readonly (KioskDevice Device, string Reason, DocumentKind[] Kinds)[] Documents =
    [
        (KioskDevice.Policy, Reasons.PolicyExpired, [DocumentKind.Policy]),
        (KioskDevice.TrustList, Reasons.TrustListExpired, [DocumentKind.TrustList]),
        (KioskDevice.Revocations, Reasons.RevocationsExpired, [DocumentKind.Revocations, DocumentKind.RevocationsDelta]),
    ];

    private readonly Dictionary<KioskDevice, string> _told = [];

    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, Time);
        do
        {
            await TellAsync(KioskDevice.Gate, GateFault(), Reasons.GateFault, stoppingToken);
            await TellAsync(KioskDevice.Clock, ClockFault(), Reasons.ClockUntrusted, stoppingToken);
            foreach (ICodeSource scanner in scanners)
            {
                await TellAsync(KioskDevice.Scanner, scanner.Fault, Reasons.ScannerFault, stoppingToken);
            }

            foreach (RangePresence range in ranges)
            {
                await TellAsync(KioskDevice.Presence, range.Fault, Reasons.PresenceFault, stoppingToken);
            }

            await TellOfDocumentsAsync(stoppingToken);
            memory.Look();
            IReadOnlyList<EpochState> epochs = journal.Epochs();
            if (epochs.Count == 0)
            {
                // Nothing could be recorded now; that must be seen before the first person comes.
                await loop.SendAsync(new JournalFailed(MonotonicInstant.Now(Time)), stoppingToken);
            }

            screen.Report(new ScreenStatus
            {
                Network = sensors.Network,
                Queue = epochs.Sum(static e => e.Waiting),
                Thermal = sensors.Thermal,
                Camera = camera.Health.Delivering ? DeviceState.Ready : DeviceState.Fault,
                Clock = clock.State,
            });
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>A gate that refused a command is told to bar until it obeys; nobody is let through meanwhile.</summary>
    private string GateFault()
    {
        if (inputs.Fault is { Length: > 0 } fault)
        {
            return fault;
        }

        if (sensors.Gate != OutputFault.None)
        {
            OutputFault still = gate.Bar();
            sensors.Gate = still == OutputFault.Held ? OutputFault.None : still;
        }

        return sensors.Gate == OutputFault.None ? "" : $"the gate does not do what it is told ({sensors.Gate}); look at its relay and at the wiring";
    }

    private string ClockFault() => clock.State == ClockState.Unset
        ? "not set since the start, or turned since a time server set it; connect the network, or set it by hand and say so in clock:assumeSynced"
        : "";

    private async Task TellOfDocumentsAsync(CancellationToken stoppingToken)
    {
        if (trust.Store?.States(new VerificationTime(Time.GetUtcNow(), clock.State)) is not { } documents)
        {
            return;
        }

        foreach ((KioskDevice device, string reason, DocumentKind[] kinds) in Documents)
        {
            string[] expired = [.. kinds.Select(kind => documents.GetValueOrDefault(Words.Of(kind))).Where(static d => d.Expired).Select(static d => d.Version)];
            await TellAsync(device, expired.Length > 0 ? $"{string.Join(", ", expired)} has expired; send the current one" : "", reason, stoppingToken);
        }
    }

    private async Task TellAsync(KioskDevice device, string fault, string reason, CancellationToken stoppingToken)
    {
        if (fault == _told.GetValueOrDefault(device, ""))
        {
            return;
        }

        await loop.SendAsync(new DeviceChanged(MonotonicInstant.Now(Time), device, fault.Length > 0, reason), stoppingToken);
        _told[device] = fault;
        if (fault.Length > 0)
        {
            Log.DeviceFault(Logger, device, fault);
        }
        else
        {
            Log.DeviceBack(Logger, device);
        }
    }
}
