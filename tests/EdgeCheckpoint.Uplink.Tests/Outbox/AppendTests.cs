using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Simulation.Disk;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Outbox.Journal;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Tests.Outbox;

public sealed class AppendTests
{
    [Fact]
    public void Sequences_are_contiguous_from_one()
    {
        using var folder = new TemporaryFolder();
        using SqliteOutbox outbox = Sample.Outbox(folder);
        long[] sequences = [.. Enumerable.Range(0, 5).Select(i => outbox.Append(Sample.Scan(i), Sample.Time(i)).Key.Sequence)];
        Assert.Equal([1, 2, 3, 4, 5], sequences);
    }

    [Fact]
    public void What_was_appended_is_read_back_after_a_restart_and_the_sequence_goes_on()
    {
        using var folder = new TemporaryFolder();
        EventKey first;
        using (SqliteOutbox outbox = Sample.Outbox(folder))
        {
            first = outbox.Append(Sample.Scan(1), Sample.Time()).Key;
        }

        using SqliteOutbox again = Sample.Outbox(folder);
        EventKey second = again.Append(Sample.Scan(2), Sample.Time()).Key;
        Assert.Equal(first with { Sequence = 2 }, second);
        IReadOnlyList<StoredEvent> all = Sample.All(again);
        Assert.Equal([first, second], all.Select(static e => e.Key));
        Assert.True(EnvelopeCodec.TryDecode(all[0].Json, out Envelope envelope, out string error), error);
        Assert.Equal((first, Replay.Live, Sample.Time()), (envelope.Key, envelope.Replay, envelope.Time));
    }

    [Fact]
    public async Task Concurrent_appends_are_all_durable_and_no_sequence_is_given_twice()
    {
        using var folder = new TemporaryFolder();
        using SqliteOutbox outbox = Sample.Outbox(folder);
        OutboxResult[] results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => outbox.Append(Sample.Scan(i), Sample.Time(i)))));
        Assert.All(results, static r => Assert.Equal(OutboxFault.None, r.Fault));
        Assert.Equal(Enumerable.Range(1, 200).Select(static i => (long)i), results.Select(static r => r.Key.Sequence).Order());
        Assert.Equal(200, Sample.All(outbox).Count);
    }

    [Fact]
    public void A_second_owner_is_told_that_the_journal_is_owned()
    {
        using var folder = new TemporaryFolder();
        using SqliteOutbox outbox = Sample.Outbox(folder);
        Assert.Equal(OutboxFault.None, outbox.Open());
        using SqliteOutbox second = Sample.Outbox(folder);
        Assert.Equal(OutboxFault.Owned, second.Append(Sample.Scan(), Sample.Time()).Fault);
        Assert.Equal(OutboxFault.None, outbox.Append(Sample.Scan(), Sample.Time()).Fault);
    }

    [Fact]
    public void No_file_that_is_deleted_lets_a_second_owner_in()
    {
        using var folder = new TemporaryFolder();
        using SqliteOutbox outbox = Sample.Outbox(folder);
        Assert.Equal(OutboxFault.None, outbox.Open());
        foreach (string file in Directory.EnumerateFiles(folder.File("outbox")).Where(static f => !Path.GetFileName(f).StartsWith("journal", StringComparison.Ordinal)))
        {
            File.Delete(file);
        }

        using SqliteOutbox second = Sample.Outbox(folder);
        Assert.Equal(OutboxFault.Owned, second.Open());
        Assert.Equal(OutboxFault.None, outbox.Append(Sample.Scan(), Sample.Time()).Fault);
    }

    [Fact]
    public void A_folder_that_was_replaced_belongs_to_whoever_took_the_new_one()
    {
        using var folder = new TemporaryFolder();
        using SqliteOutbox outbox = Sample.Outbox(folder);
        Assert.Equal(OutboxFault.None, outbox.Append(Sample.Scan(), Sample.Time()).Fault);
        Directory.Delete(folder.File("outbox"), recursive: true);
        using (SqliteOutbox second = Sample.Outbox(folder))
        {
            Assert.Equal(OutboxFault.None, second.Append(Sample.Scan(), Sample.Time()).Fault);
            Assert.Equal(OutboxFault.Owned, outbox.Append(Sample.Scan(), Sample.Time()).Fault);
        }

        Assert.Equal(OutboxFault.None, outbox.Append(Sample.Scan(), Sample.Time()).Fault);
    }

    [Fact]
    public void A_strangers_lock_fails_the_append_within_seconds_and_the_next_one_serves()
    {
        using var disk = new SimulatedDisk(seed: 5);
        using var outbox = new SqliteOutbox(Sample.MemoryOptions, TimeProvider.System, disk);
        Assert.Equal(OutboxFault.None, outbox.Append(Sample.Scan(), Sample.Time()).Fault);
        using (var stranger = new SqliteConnection(JournalConnection.For(disk.DataSource(Damaged.First), SqliteOpenMode.ReadWrite)))
        {
            stranger.Open();
            using var hold = new SqliteCommand("BEGIN IMMEDIATE", stranger);
            hold.ExecuteNonQuery();
            TimeSpan before = SimulatedDisk.Slept;
            Assert.Equal(OutboxFault.Io, outbox.Append(Sample.Scan(1), Sample.Time()).Fault);
            Assert.InRange(SimulatedDisk.Slept - before, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(3));
        }

        Assert.Equal(OutboxFault.None, outbox.Append(Sample.Scan(1), Sample.Time()).Fault);
        Assert.Single(outbox.Epochs());
    }

    [Fact]
    public void Nothing_personal_lies_readable_on_the_disk()
    {
        using var folder = new TemporaryFolder();
        using SqliteOutbox outbox = Sample.Outbox(folder);
        outbox.Append(Sample.Scan(4711), Sample.Time());
        foreach (string file in Directory.EnumerateFiles(folder.File("outbox"), "journal*"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var text = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain("token-4711", text.ReadToEnd(), StringComparison.Ordinal);
        }
    }
}
