using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Kiosk.Clock;
using EdgeCheckpoint.Kiosk.Composition;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Loop;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Kiosk.Trust;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>Reads the configuration again while the kiosk runs: what can be applied is, the rest waits for a restart, a mistake changes nothing.</summary>
internal sealed class LiveConfiguration(
    KioskOptions started,
    ConfigurationSource source,
    KioskLoop loop,
    ScreenSettings screen,
    KioskTrust trust,
    SubjectTracker tracker,
    IOutbox outbox,
    WallClock clock,
    TimeProvider time,
    ILogger<LiveConfiguration> log)
{
    private KioskOptions? _read;
    private bool _refused;

    /// <summary>Keys whose change waits for a restart.</summary>
    public IReadOnlyList<string> Waiting { get; private set; } = [];

    /// <summary>Whether the files hold a configuration that was refused.</summary>
    public bool IsRefused => _refused;

    /// <summary>Reads everything again. One caller at a time.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> errors = source.Read(out KioskOptions options);
        if (errors.Count > 0)
        {
            Log.ConfigurationRefused(log, string.Join("; ", errors));
            Alarm(true, $"{errors.Count} mistakes; the first: {errors[0]}");
            return;
        }

        Alarm(false, "the configuration can be used");
        IReadOnlyList<string> live = [.. ConfigurationDifference.Of(_read ?? started, options).Where(LiveKeys.Covers)];
        IReadOnlyList<string> waiting = [.. ConfigurationDifference.Of(started, options).Where(static key => !LiveKeys.Covers(key))];
        screen.Replace(options.Screen);
        if (live.Any(static key => key.StartsWith("lane:", StringComparison.Ordinal)))
        {
            MachineOptions before = KioskParts.Lane(started);
            MachineOptions lane = options.Lane with
            {
                Mode = before.Mode, Direction = before.Direction, Vehicles = before.Vehicles, GateReports = before.GateReports, HasScanner = before.HasScanner,
            };
            await loop.SendAsync(new OptionsChanged(MonotonicInstant.Now(time), lane), cancellationToken);
        }

        trust.Memory.Options = options.Memory;
        tracker.Adopt(options.Subject);
        if (live.Count > 0)
        {
            Log.ConfigurationApplied(log, string.Join(", ", live));
        }

        if (waiting.Count > 0 && !waiting.SequenceEqual(Waiting))
        {
            Log.ConfigurationWaits(log, string.Join(", ", waiting));
        }

        (_read, Waiting) = (options, waiting);
    }

    /// <summary>Raised once and cleared once.</summary>
    private void Alarm(bool active, string detail)
    {
        if (active != _refused)
        {
            _refused = active;
            outbox.Append(new AlarmEvent(Reasons.ConfigurationRefused, active, detail), clock.Stamp());
        }
    }
}
