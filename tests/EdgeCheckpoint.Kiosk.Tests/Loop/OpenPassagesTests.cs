using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Kiosk.Loop;
using EdgeCheckpoint.Kiosk.Tests.Faults;
using EdgeCheckpoint.Simulation.Demo;
using EdgeCheckpoint.Simulation.Stage;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Kiosk.Tests.Loop;

/// <summary>Every admission has its end on record, and only who went through was here.</summary>
public sealed class OpenPassagesTests : IDisposable
{
    private const int NotPassedContact = 6;

    private static readonly EventTime Now = new(new DateTimeOffset(2026, 5, 1, 8, 0, 0, TimeSpan.Zero), ClockState.Synced, "b", 1);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_passage_that_a_crash_cut_short_is_closed_at_the_next_start_and_only_once()
    {
        using var outbox = new SqliteOutbox(new OutboxOptions { Folder = _folder.Path, Site = new Site("d", "c", "k") }, TimeProvider.System);
        foreach (CheckpointEvent data in (CheckpointEvent[])
            [
                Scan(Verdict.Pass), new GateEvent("passed", "feedback", 1), Scan(Verdict.Deny), Scan(Verdict.Pass), new GateEvent("not-passed", "feedback", 4),
                Scan(Verdict.Pass), new GateEvent("opened", "command"),
            ])
        {
            outbox.Append(data, Now);
        }

        outbox.Append(Scan(Verdict.Pass), Now with { MonotonicMs = 2 });

        for (int start = 0; start < 3; start++)
        {
            // What the service that looks has admitted itself goes on: its people are still on their way.
            OpenPassages.TryClose(outbox, outbox.Epochs()[^1], outbox, new MachineOptions { Name = "East", Direction = Direction.Out }, MonotonicInstant.FromMilliseconds(2), static () => Now);
        }

        Assert.Equal(9, outbox.Epochs()[^1].Last);
        StoredEvent last = Assert.Single(outbox.Read(new JournalPosition(1, 9), new JournalPosition(1, 9), 1));
        Assert.True(EnvelopeCodec.TryDecode(last.Json, out Envelope envelope, out _));
        Assert.Equal(new GateEvent("unknown", "restart", 6) { Lane = "East", Direction = Direction.Out }, envelope.Data);
    }

    [Fact]
    public async Task Who_turned_back_or_was_cut_short_by_a_crash_may_come_again()
    {
        string code;
        DateTimeOffset ended;
        await using (SimulatedKiosk kiosk = await Kiosk().StartIdleAsync())
        {
            code = kiosk.Wallet.Text(DemoCode.Green);
            await PassesAsync(kiosk, code);
            kiosk.Gpio.Drive(NotPassedContact, false);
            await kiosk.PassAsync(TimeSpan.FromMilliseconds(300));
            kiosk.Gpio.Drive(NotPassedContact, true);
            await GoneAsync(kiosk);

            // This time the service ends with the gate open.
            await PassesAsync(kiosk, code);
            File.Copy(kiosk.File("keys/district.pem"), _folder.File("district.pem"));
            ended = kiosk.Time.GetUtcNow();
        }

        SimulatedKiosk next = Kiosk();
        next.Time.SetWall(ended);
        File.Copy(_folder.File("district.pem"), next.File("keys/first.pem"));
        await using SimulatedKiosk started = await next.StartIdleAsync();
        await PassesAsync(started, code);
        await started.LeaveAsync();
        await GoneAsync(started);
        started.Enter(code);
        await started.UntilAsync(() => started.Screen.View.Verdict is not null, "a verdict");
        Assert.Equal((Verdict.Deny, Reasons.CodeReplayed), (started.Screen.View.Verdict, started.Screen.View.Reasons[0]));
    }

    public void Dispose() => _folder.Dispose();

    private SimulatedKiosk Kiosk()
    {
        var kiosk = new SimulatedKiosk();
        kiosk.Options = kiosk.Options with { Journal = kiosk.Options.Journal with { Folder = _folder.File("journal") } };
        return kiosk;
    }

    private static async Task PassesAsync(SimulatedKiosk kiosk, string code)
    {
        kiosk.Enter(code);
        await kiosk.UntilAsync(() => kiosk.Screen.View.Verdict is not null, "a verdict");
        Assert.Equal((Verdict.Pass, ""), (kiosk.Screen.View.Verdict, string.Join(", ", kiosk.Screen.View.Reasons)));
    }

    private static async Task GoneAsync(SimulatedKiosk kiosk)
    {
        kiosk.Scene.SetPeople([]);
        kiosk.Camera.Picture = HeldCode.Nobody(320, 240);
        await kiosk.ShowsAsync(ScreenPage.Idle);

        // A code counts anew once it was away.
        await kiosk.PassAsync(TimeSpan.FromSeconds(3));
    }

    private static ScanEvent Scan(Verdict verdict) => new() { Verdict = verdict, Reasons = [], Direction = Direction.In };
}
