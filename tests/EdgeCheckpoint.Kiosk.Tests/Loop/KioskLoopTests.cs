using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.Board;
using EdgeCheckpoint.Kiosk.Loop;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Screen;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeCheckpoint.Kiosk.Tests.Loop;

/// <summary>Commit before show, in the host that carries effects out.</summary>
public sealed class KioskLoopTests : IOutbox, IEffects
{
    private readonly List<string> _done = [];
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

    OutboxResult IOutbox.Append(CheckpointEvent data, EventTime time)
    {
        _done.Add($"{(_fault == OutboxFault.None ? "append" : "refuse")} {data.Kind}");
        return new OutboxResult(_fault, _fault == OutboxFault.None ? new EventKey("k", "e", ++_sequence) : default);
    }

    void IEffects.Apply(MachineEffect effect) => _done.Add(effect is Show show ? $"Show {show.View.Page}" : effect.GetType().Name);

    void IEffects.Recorded(EventKey key, CheckpointEvent data)
    {
    }

    private async Task RunAsync(IEnumerable<MachineInput> inputs)
    {
        var machine = new CheckpointMachine(
            new MachineOptions { Mode = KioskMode.CodeOnly }, ReadyPolicies.Load("staff-only"), new Site("d", "c", "k"), "b", new Pseudonym(new byte[32]));
        var watch = new ServiceWatch(new SystemdNotifier(null, null), new ScreenHub(TimeProvider.System), TimeProvider.System, new NoWatchdog());
        var loop = new KioskLoop(machine, this, this, watch, TimeProvider.System, NullLogger<KioskLoop>.Instance);
        using var stop = new CancellationTokenSource();
        Task running = loop.RunAsync(stop.Token);
        foreach (MachineInput input in inputs)
        {
            await loop.SendAsync(input, CancellationToken.None);
        }

        while (watch.LastTickAt != inputs.Last().At)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }

        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static MachineInput[] Person()
    {
        MonotonicInstant At(double seconds) => new(TimeSpan.FromSeconds(seconds));
        Ticked Tick(double seconds) => new(At(seconds), new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero), ClockState.Synced);
        var badge = new CredentialResult
        {
            Format = "ECP1", Status = CredentialStatus.Valid, Kind = "staff", Id = "1", Subject = "s", KeyId = "ab",
        };
        return [Tick(0), new CodePresented(At(0.1), badge), Tick(0.2)];
    }
}
