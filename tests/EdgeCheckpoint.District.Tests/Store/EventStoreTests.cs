using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.District.Store;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Simulation.Disk;
using EdgeCheckpoint.Testing;
using Microsoft.Data.Sqlite;
using static EdgeCheckpoint.District.Tests.Events;

namespace EdgeCheckpoint.District.Tests.Store;

public sealed class EventStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private EventStore _store;

    public EventStoreTests() => _store = EventStore.Open(_folder.File("district.db"));

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private EventReader Reader => new(_store.File);

    private void Reopen()
    {
        _store.Dispose();
        _store = EventStore.Open(_folder.File("district.db"));
    }

    private long Commit(params long[] sequences) =>
        _store.Commit([.. sequences.Select(static s => Incoming(Scan(Kiosk, s)))]).Acks[0].Ack.Sequence;

    [Fact]
    public void An_event_that_comes_again_is_stored_once_and_acknowledged_again()
    {
        Commit(1, 2);
        CommitResult again = _store.Commit([Incoming(Scan(Kiosk, 1)), Incoming(Scan(Kiosk, 2)), Incoming(Scan(Kiosk, 3))]);

        Assert.Equal([3L], again.Added.Select(static e => e.Key.Sequence));
        Assert.Equal(2, again.Duplicates);
        Assert.Equal([(Kiosk, new DurableAck("e1", 3))], again.Acks);
        Assert.Equal([1L, 2L, 3L], Reader.After(0, 10).Select(static e => e.Key.Sequence));
    }

    [Fact]
    public void The_watermark_never_jumps_over_a_hole()
    {
        Assert.Equal(2, Commit(1, 2, 4, 6));
        Assert.Equal(2, Commit(5));
        Assert.Equal(6, Commit(3));
    }

    [Fact]
    public void The_watermark_and_what_lies_beyond_it_survive_a_restart()
    {
        Commit(1, 3, 4);
        Reopen();
        Assert.Equal(4, Commit(2));
        Reopen();
        Assert.Equal([(Kiosk, new DurableAck("e1", 4))], _store.CurrentAcks());
    }

    [Fact]
    public void Journals_of_other_kiosks_and_epochs_are_counted_apart()
    {
        Site other = Kiosk with { Device = "kiosk-8" };
        CommitResult result = _store.Commit(
        [
            Incoming(Scan(Kiosk, 1)),
            Incoming(Scan(Kiosk, 1, epoch: "e2")),
            Incoming(other, Message(other, Scan(other, 2))),
        ]);

        Assert.Equal(
            [(Kiosk, new DurableAck("e1", 1)), (Kiosk, new DurableAck("e2", 1)), (other, new DurableAck("e1", 0))],
            result.Acks);
    }

    [Fact]
    public void What_the_kiosk_had_to_drop_is_accounted_for_by_its_gap_record()
    {
        Commit(1, 2);
        CommitResult result = _store.Commit([Incoming(Of(Kiosk, 9, new GapEvent(3, 9, "no space"))), Incoming(Scan(Kiosk, 10))]);
        Assert.Equal(10, result.Acks[0].Ack.Sequence);
    }

    [Fact]
    public void A_gap_record_that_comes_before_what_precedes_it_counts_when_that_has_come_also_after_a_restart()
    {
        _store.Commit([Incoming(Of(Kiosk, 9, new GapEvent(5, 9, "no space"))), Incoming(Scan(Kiosk, 13))]);
        Reopen();
        _store.Commit([Incoming(Of(Kiosk, 12, new GapEvent(5, 12, "no space")))]);
        Reopen();
        Assert.Equal(13, Commit(1, 2, 3, 4));
    }

    [Fact]
    public void What_a_gap_record_stands_for_is_written_down_although_the_last_of_it_came_before()
    {
        Commit(1, 9);
        CommitResult result = _store.Commit([Incoming(Of(Kiosk, 9, new GapEvent(2, 9, "no space")))]);
        Assert.Equal((1, 9L), (result.Duplicates, result.Acks[0].Ack.Sequence));
        Assert.Equal("2-8 no space", Text("SELECT first || '-' || last || ' ' || cause FROM gap"));
    }

    [Fact]
    public void A_gap_record_that_reaches_beyond_itself_moves_no_watermark_and_is_kept_for_a_technician()
    {
        CommitResult result = _store.Commit([Incoming(Of(Kiosk, 1, new GapEvent(1, 500, "forged")))]);
        Assert.Equal((1, 1L), (result.Quarantined, result.Acks[0].Ack.Sequence));
        Assert.Equal(2, Commit(2));
    }

    [Fact]
    public void An_undecodable_event_with_a_readable_id_is_kept_whole_and_acknowledged()
    {
        byte[] future = """{"specversion":"1.0","id":"kiosk-7:e1:2","type":"ecp.v9.hologram","data":{}}"""u8.ToArray();
        CommitResult result = _store.Commit([Incoming(Scan(Kiosk, 1)), Incoming(Kiosk, new MqttMessage("ecp/v1/binhu/east-gate/kiosk-7/evt/hologram", future))]);

        Assert.Equal(1, result.Quarantined);
        Assert.Equal(2, result.Acks[0].Ack.Sequence);
        Assert.Equal(future, QuarantinedPayload());
        Reopen();
        Assert.Equal(3, Commit(3));
    }

    [Fact]
    public void An_undecodable_message_without_an_id_is_kept_once_and_not_acknowledged()
    {
        IncomingEvent garbage = Incoming(Kiosk, new MqttMessage("ecp/v1/binhu/east-gate/kiosk-7/evt/scan", new byte[] { 0xFF, 0x00, (byte)'{' }));
        Assert.Empty(_store.Commit([garbage]).Acks);
        Assert.Empty(_store.Commit([garbage]).Acks);
        Assert.Equal(1, Reader.QuarantineCount());
    }

    [Fact]
    public void A_new_store_takes_over_what_the_district_acknowledged_before_and_writes_down_the_loss()
    {
        Assert.True(_store.Adopt(Kiosk, new DurableAck("e1", 100), Noon));
        Assert.False(_store.Adopt(Kiosk, new DurableAck("e1", 90), Noon));
        Assert.Equal(101, Commit(101));
        Reopen();
        Assert.Equal(102, Commit(102));
    }

    [Fact]
    public void A_failed_commit_changes_nothing_and_can_be_repeated()
    {
        Commit(1);
        using (var blocker = new SqliteConnection($"Data Source={_store.File};Pooling=False"))
        {
            blocker.Open();
            using SqliteCommand command = blocker.CreateCommand();
            command.CommandText = "CREATE TRIGGER full BEFORE INSERT ON event WHEN NEW.sequence = 3 BEGIN SELECT RAISE(ABORT, 'disk is full'); END";
            command.ExecuteNonQuery();
            Assert.Throws<SqliteException>(() => Commit(2, 3));
            Assert.Equal([1L], Reader.After(0, 10).Select(static e => e.Key.Sequence));
            Assert.Equal([(Kiosk, new DurableAck("e1", 1))], _store.CurrentAcks());
            command.CommandText = "DROP TRIGGER full";
            command.ExecuteNonQuery();
        }

        Assert.Equal(3, Commit(2, 3));
    }

    [Fact]
    public void No_watermark_is_forgotten_by_a_store_that_fails_for_a_while()
    {
        using var disk = new SimulatedDisk(seed: 3);
        using EventStore store = EventStore.Open(disk.DataSource("district.db"));
        IncomingEvent Big(long sequence) => Incoming(Of(Kiosk, sequence, new AlarmEvent("sensor-fault", true, new string('x', 800))));
        for (long i = 1; i <= 5000; i++)
        {
            store.Commit([Big(i)]);
        }

        disk.Fault = DiskFault.Io;
        Assert.Throws<SqliteException>(() => store.Commit([Big(5001)]));
        disk.Fault = DiskFault.None;
        Assert.Equal(5001, store.Commit([Big(5001)]).Acks[0].Ack.Sequence);
    }

    [Theory]
    [InlineData(Replay.Backfill, 10, false)]
    [InlineData(Replay.Backfill, 90, true)]
    [InlineData(Replay.Live, 10, true)]
    public void Between_two_journals_of_a_kiosk_the_later_word_on_an_alarm_counts_and_a_live_one_is_the_latest(Replay replay, int minute, bool active)
    {
        Envelope Alarm(string epoch, bool raised, int at, Replay how)
        {
            Envelope made = Of(Kiosk, 900, new AlarmEvent("outbox-full", raised, ""), epoch);
            return made with { Time = made.Time with { Wall = Noon.AddMinutes(at) }, Replay = how };
        }

        _store.Commit([Incoming(Alarm("e2", false, 60, Replay.Live))]);
        _store.Commit([Incoming(Alarm("e1", true, minute, replay))]);
        Assert.Equal(active, Assert.Single(Reader.Kiosks()).Alarms.Count == 1);
    }

    [Fact]
    public void An_alarm_is_active_until_cleared_and_an_older_word_never_undoes_a_newer()
    {
        _store.Commit([Incoming(Of(Kiosk, 1, new AlarmEvent("sensor-fault", true, "no answer")))]);
        Assert.Equal("sensor-fault", Assert.Single(Assert.Single(Reader.Kiosks()).Alarms).Code);

        _store.Commit([Incoming(Of(Kiosk, 3, new AlarmEvent("sensor-fault", false, "answers")))]);
        _store.Commit([Incoming(Of(Kiosk, 2, new AlarmEvent("sensor-fault", true, "late word")))]);
        Assert.Empty(Assert.Single(Reader.Kiosks()).Alarms);
    }

    [Fact]
    public void A_store_of_a_newer_version_is_refused_with_the_remedy()
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("newer.db")};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version = 99";
        command.ExecuteNonQuery();

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => EventStore.Open(_folder.File("newer.db")));
        Assert.Contains("update this program", error.Message, StringComparison.Ordinal);
    }

    private byte[] QuarantinedPayload() => (byte[])Ask("SELECT payload FROM quarantine");

    private string Text(string query) => (string)Ask(query);

    private object Ask(string query)
    {
        using var connection = new SqliteConnection($"Data Source={_store.File};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = query;
        return command.ExecuteScalar()!;
    }
}
