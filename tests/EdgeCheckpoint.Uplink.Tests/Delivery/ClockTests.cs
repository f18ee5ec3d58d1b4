using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Delivery;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Tests.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Delivery;

/// <summary>Whatever the wall clock does, order comes from the sequence and the time says how far it can be trusted.</summary>
public sealed class ClockTests
{
    private static readonly DateTimeOffset True = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly EventTime Now = new(True, ClockState.Synced, "b2", 100_000);

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Order_is_kept_and_times_are_corrected_over_jumps_of_ten_years_a_start_in_1970_and_a_sync_amid_the_backlog()
    {
        CancellationToken token = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System).Token;
        using var folder = new TemporaryFolder();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        using SqliteOutbox outbox = Sample.Outbox(folder);
        EventTime[] stamps =
        [
            new(DateTimeOffset.UnixEpoch, ClockState.Unset, "b1", 5_000),
            new(DateTimeOffset.UnixEpoch, ClockState.Unset, "b2", 1_000),
            new(True.AddYears(10), ClockState.Estimated, "b2", 2_000),
            new(True.AddYears(-10), ClockState.Estimated, "b2", 3_000),
            new(DateTimeOffset.UnixEpoch.AddSeconds(9), ClockState.Unset, "b2", 4_000),
            new(True.AddSeconds(-95), ClockState.Synced, "b2", 5_000),
        ];
        Array.ForEach(stamps, s => Assert.Equal(Core.Ports.OutboxFault.None, outbox.Append(Sample.Scan(), s).Fault));
        string epoch = outbox.Epochs()[^1].Epoch;
        await using SmallDistrict district = await SmallDistrict.StartAsync(broker.Port, Sample.Site, token);
        await using var kiosk = new SmallKiosk(outbox, broker.Port, static o => o, now: () => Now);
        await district.ReachAsync(epoch, stamps.Length, token);

        IReadOnlyList<Envelope> arrived = [.. district.Arrived().Take(stamps.Length)];
        Assert.Equal(Enumerable.Range(1, stamps.Length).Select(static i => (long)i), arrived.Select(static e => e.Key.Sequence));
        Assert.Equal(
            [
                (DateTimeOffset.UnixEpoch, ClockState.Unset),
                (True.AddSeconds(-99), ClockState.Estimated),
                (True.AddSeconds(-98), ClockState.Estimated),
                (True.AddSeconds(-97), ClockState.Estimated),
                (True.AddSeconds(-96), ClockState.Estimated),
                (True.AddSeconds(-95), ClockState.Synced),
            ],
            arrived.Select(static e => (e.Time.Wall, e.Time.Clock)));
    }

    [Fact]
    public void Nothing_is_corrected_by_a_clock_that_is_not_synced_or_of_another_boot()
    {
        var time = new EventTime(DateTimeOffset.UnixEpoch, ClockState.Unset, "b2", 1_000);
        byte[] json = EnvelopeCodec.Encode(new Envelope(new EventKey("k", "e", 1), "s", time, Replay.Live, new AlarmEvent("a", true, "\"clock\":\"synced\"")));
        Assert.Same(json, ClockCorrection.Apply(json, static () => Now with { Clock = ClockState.Estimated }));
        Assert.Same(json, ClockCorrection.Apply(json, static () => Now with { Boot = "b3" }));
        Assert.NotSame(json, ClockCorrection.Apply(json, static () => Now));
    }
}
