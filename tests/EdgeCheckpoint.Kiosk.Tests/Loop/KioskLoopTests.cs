using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.Board;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Loop;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Kiosk.Tests.Operation;
using EdgeCheckpoint.Testing;
using Microsoft.Extensions.Logging;

namespace EdgeCheckpoint.Kiosk.Tests.Loop;

/// <summary>Commit before show, in the host that carries effects out.</summary>
public sealed class KioskLoopTests : IOutbox, IEffects
{
    private readonly List<string> _done = [];
    private readonly ManualTime _time = new();
    private readonly LogLines _log = new();
    private Action _writing = static () => { };
    private OutboxFault _fault;
    private long _sequence;

    [Fact]
    public async Task The_event_is_durable_before_the_gate_opens_and_the_screen_says_so()
    {
        await RunAsync(Person());
        int durable = _done.IndexOf("append scan");
        Assert.True(durable >= 0 && durable < _done.IndexOf("OpenGate") && durable < _done.IndexOf("Show Passage"), string.Join(" | ", _done));
    }

    [Theory]
    [InlineData(OutboxFault.Full)]
    [InlineData(OutboxFault.Io)]
    [InlineData(OutboxFault.Owned)]
    public async Task A_refused_append_stops_everything_that_should_have_followed(OutboxFault fault)
    {
        _fault = fault;
        await RunAsync(Person());
        Assert.DoesNotContain("OpenGate", _done);
        Assert.DoesNotContain("Show Passage", _done);
        Assert.Contains("SecureGate", _done);
        Assert.Equal("Show OutOfService", _done[^1]);
    }

    [Fact]
    public async Task A_person_who_left_while_the_disk_stalled_opens_no_gate_afterwards()
    {
        // Something is written, and the disk stalls for 6 s: meanwhile somebody is measured, shows a code and leaves.
        _writing = () => Pass(6);
        await RunAsync([Tick(0), new ContactChanged(At(0.1), "door-open", true, ""), .. Person(from: 0.2), Tick(2.5)]);
        Assert.DoesNotContain("append scan", _done);
        Assert.DoesNotContain("OpenGate", _done);
        Assert.Single(_log.With("fell 5.8 s behind"));
    }

    [Fact]
    public async Task An_admission_that_took_too_long_to_write_opens_no_gate_and_that_is_on_record()
    {
        _writing = () => Pass(1.5);
        await RunAsync(Person());
        Assert.Equal(["append scan", "append gate", "SecureGate", "Signal", "Show Guide"], _done.SkipWhile(static d => d != "append scan"));
    }

    [Fact]
    public async Task An_admission_before_which_something_else_took_too_long_to_write_is_on_record_and_opens_no_gate()
    {
        _writing = () => Pass(7);
        await RunAsync([Tick(0), new Observed(At(0), Seen(SubjectState.EnvironmentUnfit) with { People = 0, Reasons = ["too-hot"] }), .. Person(from: 5.1)[2..]]);
        Assert.Equal(["append alarm", "append scan", "append gate", "SecureGate", "Signal"], _done.SkipWhile(static d => d != "append alarm").Take(5));
        Assert.DoesNotContain("OpenGate", _done);
    }

    [Fact]
    public async Task A_presence_that_ended_while_the_disk_stalled_has_ended()
    {
        _writing = () => Pass(6);
        await RunAsync(
            [Tick(0), new PresenceChanged(At(0.1), true), new ContactChanged(At(0.2), "door-open", true, ""), new PresenceChanged(At(0.3), false), .. Ticks(20)]);
        Assert.Equal("Show Idle", _done[^1]);
    }

    [Fact]
    public async Task A_code_left_lying_all_through_a_stall_admits_nobody_again()
    {
        _writing = () => _writing = () => _writing = () => Pass(9);
        MachineInput[] lying = [.. Enumerable.Range(2, 16).Select(static i => Person(from: i / 2.0)[2])];
        await RunAsync([.. Person(), new GateReported(At(0.4), GatePassage.Passed), .. lying[..4], new ContactChanged(At(3), "door-open", true, ""), .. lying[4..], Tick(9)]);
        Assert.Contains("append alarm", _done);
        Assert.Single(_done, "append scan");
    }

    [Fact]
    public async Task An_order_to_open_is_answered_by_what_became_of_it()
    {
        Assert.Contains(await AskAsync(new GateOpenRequested(At(0))), static e => e is OpenGate);
        _writing = () => Pass(1.5);
        Assert.DoesNotContain(await AskAsync(new GateOpenRequested(At(0))), static e => e is OpenGate);
        _fault = OutboxFault.Full;
        Assert.Empty(await AskAsync(new GateOpenRequested(MonotonicInstant.Now(_time))));
        Assert.Empty(await AskAsync(new GateOpenRequested(At(0))));
    }

    [Fact]
    public async Task A_journal_that_refuses_is_told_once_with_what_to_do()
    {
        _fault = OutboxFault.Owned;
        await RunAsync([Tick(0), new DeviceChanged(At(0), KioskDevice.Camera, true, Reasons.CameraFault), .. Ticks(30)]);
        Assert.True(_done.Count(static d => d.StartsWith("refuse", StringComparison.Ordinal)) > 5);
        Assert.Contains("another kiosk process uses /journal; stop it", Assert.Single(_log.With("The journal takes no events")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_sensors_the_oldest_inputs_make_room_for_the_newest()
    {
        (KioskLoop loop, ServiceWatch watch) = Build();
        for (int i = 0; i <= 100; i++)
        {
            loop.Offer(new Observed(At(i / 1000.0), Seen(SubjectState.Empty)));
        }

        Assert.Equal(37, loop.Dropped);
        await RunAsync(loop, watch, [Tick(0)]);
    }

    OutboxResult IOutbox.Append(CheckpointEvent data, EventTime time)
    {
        if (_fault == OutboxFault.None)
        {
            (Action writing, _writing) = (_writing, static () => { });
            writing();
        }

        _done.Add($"{(_fault == OutboxFault.None ? "append" : "refuse")} {data.Kind}");
        return new OutboxResult(_fault, _fault == OutboxFault.None ? new EventKey("k", "e", ++_sequence) : default);
    }

    void IEffects.Apply(MachineEffect effect) => _done.Add(effect is Show show ? $"Show {show.View.Page}" : effect.GetType().Name);

    void IEffects.Recorded(EventKey key, CheckpointEvent data)
    {
    }

    private Task RunAsync(IReadOnlyList<MachineInput> inputs)
    {
        (KioskLoop loop, ServiceWatch watch) = Build();
        return RunAsync(loop, watch, inputs);
    }

    /// <summary>The clock stands where the newest input is, and goes on only where the test says so.</summary>
    private static async Task RunAsync(KioskLoop loop, ServiceWatch watch, IReadOnlyList<MachineInput> inputs)
    {
        using var stop = new CancellationTokenSource();
        Task running = loop.RunAsync(stop.Token);
        foreach (MachineInput input in inputs)
        {
            await loop.SendAsync(input, CancellationToken.None);
        }

        while (watch.LastTickAt != inputs[^1].At)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }

        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<IReadOnlyList<MachineEffect>> AskAsync(MachineInput input)
    {
        (KioskLoop loop, _) = Build();
        using var stop = new CancellationTokenSource();
        Task running = loop.RunAsync(stop.Token);
        IReadOnlyList<MachineEffect> done = await loop.AskAsync(input, CancellationToken.None);
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return done;
    }

    private (KioskLoop Loop, ServiceWatch Watch) Build()
    {
        var machine = new CheckpointMachine(
            new MachineOptions { Mode = KioskMode.CodeOnly, GateReports = true }, ReadyPolicies.Load("staff-only"), new Site("d", "c", "k"), "b", new Pseudonym(new byte[32]));
        var watch = new ServiceWatch(new SystemdNotifier(null, null), new ScreenHub(_time), TimeProvider.System, new NoWatchdog());
        var options = new KioskOptions { Journal = new JournalOptions { Folder = "/journal" } };
        return (new KioskLoop(machine, this, this, watch, _time, LoggerFactory.Create(logging => logging.AddProvider(_log)).CreateLogger<KioskLoop>(), options: options), watch);
    }

    private void Pass(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private static MonotonicInstant At(double seconds) => new(TimeSpan.FromSeconds(seconds));

    private static Ticked Tick(double seconds) => new(At(seconds), new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero), ClockState.Synced);

    private static IEnumerable<MachineInput> Ticks(double until) => Enumerable.Range(1, (int)(until * 10)).Select(static i => Tick(i / 10.0));

    private static SubjectObservation Seen(SubjectState state) => new() { At = default, State = state, People = state == SubjectState.Empty ? 0 : 1 };

    private static MachineInput[] Person(double from = 0)
    {
        var badge = new CredentialResult
        {
            Format = "ECP1", Status = CredentialStatus.Valid, Kind = "staff", Id = "1", Subject = "s", KeyId = "ab",
        };
        return [Tick(from), new Observed(At(from + 0.1), Seen(SubjectState.TooFar)), new CodePresented(At(from + 0.1), badge), Tick(from + 0.2)];
    }
}
