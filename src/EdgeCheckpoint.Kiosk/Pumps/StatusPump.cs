using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Hardware.Presence;
using EdgeCheckpoint.Kiosk.Clock;
using EdgeCheckpoint.Kiosk.Composition;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Loop;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Kiosk.Trust;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Kiosk.Pumps;

/// <summary>Keeps the small status line of the screen true, and tells the loop when gate, scanner, range finder, clock, journal or memory fail, signed documents expire, or all is well again.</summary>
/// <param name="scanners">None or one.</param>
/// <param name="ranges">None or one.</param>
internal sealed class StatusPump(
    ScreenHub screen,
    SensorStates sensors,
    IEventSource journal,
    IOutbox outbox,
    IFrameSource camera,
    IEnumerable<ICodeSource> scanners,
    IGate gate,
    ISiteInputs inputs,
    IEnumerable<RangePresence> ranges,
    KioskLoop loop,
    WallClock clock,
    KioskTrust trust,
    PassMemoryHealth memory,
    KioskOptions options,
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

    private readonly MonotonicInstant _startedAt = MonotonicInstant.Now(time);
    private bool _closed;
    private readonly Dictionary<KioskDevice, (string Fault, bool PassesNobody)> _told = [];

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
            if (epochs is [.., var current] && !_closed)
            {
                _closed = OpenPassages.TryClose(journal, current, outbox, options.Lane, _startedAt, clock.Stamp);
            }

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

    /// <summary>A gate that refused a command is told to bar until it obeys; nobody is let through meanwhile. What it refused once is told, too: somebody was sent through.</summary>
    private string GateFault()
    {
        if (inputs.Fault is { Length: > 0 } fault)
        {
            return fault;
        }

        OutputFault refused = sensors.Gate;
        if (refused == OutputFault.None)
        {
            return "";
        }

        OutputFault still = gate.Bar();
        sensors.Gate = still == OutputFault.Held ? OutputFault.None : still;
        return $"the gate does not do what it is told ({refused}); look at its relay and at the wiring";
    }

    private string ClockFault() => clock.State == ClockState.Unset
        ? "not set since the start, or turned since a time server set it; connect the network, or set it by hand and say so in clock:assumeSynced"
        : "";

    private async Task TellOfDocumentsAsync(CancellationToken stoppingToken)
    {
        var now = new VerificationTime(Time.GetUtcNow(), clock.State);
        if (trust.Store?.States(now) is not { } documents)
        {
            return;
        }

        foreach ((KioskDevice device, string reason, DocumentKind[] kinds) in Documents)
        {
            string[] expired = [.. kinds.Select(kind => documents.GetValueOrDefault(Words.Of(kind))).Where(static d => d.Expired).Select(static d => d.Version)];
            bool passesNobody = expired.Length > 0 && trust.Rules.PassesNobody(reason, now, KioskParts.Site(options), options.Lane.Direction);
            await TellAsync(device, expired.Length > 0 ? $"{string.Join(", ", expired)} has expired; send the current one" : "", reason, stoppingToken, passesNobody);
        }
    }

    private async Task TellAsync(KioskDevice device, string fault, string reason, CancellationToken stoppingToken, bool passesNobody = false)
    {
        (string before, bool passedNobody) = _told.GetValueOrDefault(device, ("", false));
        if (fault == before && passesNobody == passedNobody)
        {
            return;
        }

        await loop.SendAsync(new DeviceChanged(MonotonicInstant.Now(Time), device, fault.Length > 0, reason) { PassesNobody = passesNobody }, stoppingToken);
        _told[device] = (fault, passesNobody);
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
