using System.Text;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Inputs;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.Board;
using EdgeCheckpoint.Kiosk.Clock;
using EdgeCheckpoint.Kiosk.Loop;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Pumps;
using EdgeCheckpoint.Kiosk.Screen;
using EdgeCheckpoint.Kiosk.Tests.Faults;
using EdgeCheckpoint.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeCheckpoint.Kiosk.Tests.Pumps;

/// <summary>Of several codes in a picture one counts, and the others are known to be there.</summary>
public sealed class CodePumpTests : IQrDecoder, IOutbox, IEffects
{
    private readonly TaskCompletionSource _toldAll = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _pictures;

    [Fact]
    public async Task A_code_that_was_taken_and_lies_at_the_edge_is_told_of_as_there_and_one_never_taken_not_at_all()
    {
        var time = new ManualTime();
        time.Advance(TimeSpan.FromSeconds(1));
        var record = new InputJournal(new InputJournalOptions());
        var machine = new CheckpointMachine(new MachineOptions(), ReadyPolicies.Load("staff-only"), new Site("d", "c", "k"), "b", new Pseudonym(new byte[32]));
        var screen = new ScreenHub(time);
        var loop = new KioskLoop(machine, this, this, new ServiceWatch(new SystemdNotifier(null, null), screen, time, new NoWatchdog()), time, NullLogger<KioskLoop>.Instance, record);
        var intake = new CodeIntake(new CredentialVerifier([]), new Desks(), new VehicleDesk(false, loop.SendAsync, time), new WallClock(time, "", true), loop, time);
        await using var camera = new SimulatedCamera(TimeProvider.System);
        using var pump = new CodePump(camera, this, intake, loop, screen, time, NullLogger<CodePump>.Instance);
        await pump.StartAsync(CancellationToken.None);
        await _toldAll.Task;
        await pump.StopAsync(CancellationToken.None);

        using var stop = new CancellationTokenSource();
        Task running = loop.RunAsync(stop.Token);
        await loop.AskAsync(new Ticked(MonotonicInstant.Now(time), DateTimeOffset.UnixEpoch, ClockState.Synced), CancellationToken.None);
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        using var text = new MemoryStream();
        record.Save(text, new InputHeader { Boot = "b" });
        string[] codes = [.. Encoding.UTF8.GetString(text.ToArray()).Split('\n').Where(static line => line.Contains("credential", StringComparison.Ordinal))];
        Assert.Equal([false, false, true], codes.Select(static line => line.Contains("aside", StringComparison.OrdinalIgnoreCase)));
    }

    IReadOnlyList<DecodedCode> IQrDecoder.Decode(GrayImage image)
    {
        if (++_pictures == 3)
        {
            _toldAll.SetResult();
        }

        return _pictures == 1 ? [At("edge", 10)] : [At("edge", 10), At("poster", 30), At("middle", 150)];
    }

    OutboxResult IOutbox.Append(CheckpointEvent data, EventTime time) => new(OutboxFault.None, new EventKey("k", "e", 1));

    void IEffects.Apply(MachineEffect effect)
    {
    }

    void IEffects.Recorded(EventKey key, CheckpointEvent data)
    {
    }

    void IDisposable.Dispose()
    {
    }

    private static DecodedCode At(string text, float x) => new(text, new CodeCorners(new(x, 110), new(x + 20, 110), new(x + 20, 130), new(x, 130)));
}
