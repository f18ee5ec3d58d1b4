using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Simulation.Disk;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Outbox.Journal;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Tests.Outbox;

/// <summary>What a journal went through while its kiosk was stopped, and what is left of it.</summary>
internal static class Damaged
{
    public const string First = "journal-0001.db";

    /// <summary>A disk whose journal holds this many waiting events.</summary>
    public static SimulatedDisk Disk(int events, out string epoch, Func<int, CheckpointEvent>? data = null)
    {
        var disk = new SimulatedDisk(seed: 1);
        using SqliteOutbox outbox = Open(disk);
        for (int i = 0; i < events; i++)
        {
            Assert.Equal(OutboxFault.None, outbox.Append(data?.Invoke(i) ?? Sample.Scan(i), Sample.Time(i)).Fault);
        }

        epoch = outbox.Epochs()[^1].Epoch;
        return disk;
    }

    public static SqliteOutbox Open(SimulatedDisk disk, Func<OutboxOptions, OutboxOptions>? change = null) =>
        new(change?.Invoke(Sample.MemoryOptions) ?? Sample.MemoryOptions, new Testing.ManualTime(), disk);

    public static byte[] Read(this SimulatedDisk disk, string name)
    {
        using Stream stream = disk.OpenRead(name);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public static void Sql(this IJournalFolder disk, string sql, string file = First)
    {
        using var connection = new SqliteConnection(JournalConnection.For(disk.DataSource(file), SqliteOpenMode.ReadWrite));
        connection.Open();
#pragma warning disable CA2100 // The tests' own texts.
        using var command = new SqliteCommand(sql, connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>Reads an epoch as the uplink does; every sequence must be there or be accounted for by a gap record.</summary>
    /// <returns>The events, and how many sequences gap records account for.</returns>
    public static (List<StoredEvent> Events, long Missing) Deliver(SqliteOutbox outbox, string epoch)
    {
        EpochState state = outbox.Epochs().First(e => e.Epoch == epoch);
        var events = new List<StoredEvent>();
        long next = state.Acked + 1, missing = 0;
        for (int attempt = 0; next <= state.Last && attempt < 1000; attempt++)
        {
            foreach (StoredEvent stored in outbox.Read(new JournalPosition(state.Ordinal, next), new JournalPosition(state.Ordinal, Math.Min(state.Last, next + 63)), 64))
            {
                Assert.True(EnvelopeCodec.TryDecode(stored.Json, out Envelope envelope, out string error), error);
                Assert.Equal(next, envelope.Data is GapEvent gap ? gap.First : stored.Key.Sequence);
                missing += envelope.Data is GapEvent ? stored.Key.Sequence - next + 1 : 0;
                if (envelope.Data is not GapEvent)
                {
                    events.Add(stored);
                }

                next = stored.Key.Sequence + 1;
            }
        }

        Assert.Equal(state.Last + 1, next);
        return (events, missing);
    }

    public static bool HasAlarm(SqliteOutbox outbox, string code)
    {
        // An alarm follows the event that found it.
        Assert.Equal(OutboxFault.None, outbox.Append(Sample.Scan(), Sample.Time()).Fault);
        return Sample.All(outbox).Any(e => EnvelopeCodec.TryDecode(e.Json, out Envelope envelope, out _) && envelope.Data is AlarmEvent { Active: true } alarm && alarm.Code == code);
    }
}
