using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Uplink.Outbox.Journal;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>Writes a group of events durably, or says why not. Called under the commit lock.</summary>
internal sealed class GroupWriter(OutboxOptions options, JournalOwner owner, SpaceKeeper space, PayloadSeal seal, HashChain chain, PendingAlarms alarms)
{
    private readonly string _source = Topics.Prefix(options.Site);
    private readonly Replay _replay = options.Simulated ? Replay.Simulated : Replay.Live;

    public void Write(IReadOnlyList<PendingEvent> group)
    {
        OutboxFault fault = Attempt(group);
        NoticeSpace(fault);
        if (fault == OutboxFault.None)
        {
            WriteAlarms(group[^1].Time);
            return;
        }

        foreach (PendingEvent entry in group)
        {
            entry.Result = new OutboxResult(fault, default);
        }
    }

    private OutboxFault Attempt(IReadOnlyList<PendingEvent> group)
    {
        OutboxFault fault = OutboxFault.Io;
        List<LinkedRow> rows = [];
        for (int attempt = 0; attempt < JournalOwner.Attempts && fault != OutboxFault.None; attempt++)
        {
            fault = owner.Ensure();
            if (fault != OutboxFault.None)
            {
                return fault;
            }

            try
            {
                if (!TryWrite(owner.Journal!, group, ref rows))
                {
                    return OutboxFault.Full;
                }
            }
            catch (SqliteException e)
            {
                fault = owner.Leave(owner.Journal, e);
                if (SqliteFaults.IsPassing(e))
                {
                    return fault;
                }

                if (fault == OutboxFault.Full)
                {
                    // What gives way now is for the policy to say.
                    owner.Settle();
                    space.MeasureNext();
                }
            }
        }

        return fault;
    }

    /// <summary>False when there is no room.</summary>
    /// <param name="rows">What an attempt before this one wrote; SQLite may have kept it although it reported a failure.</param>
    private bool TryWrite(OpenJournal journal, IReadOnlyList<PendingEvent> group, ref List<LinkedRow> rows)
    {
        JournalDatabase database = journal.Database;
        if (rows.Count > 0 && database.Current.LastLink.AsSpan().SequenceEqual(rows[^1].Link))
        {
            // Written once more into another file and synced there: after a failed sync the first copy cannot be trusted.
            database.Checkpoint();
            return true;
        }

        if (!space.HasRoom(journal, group.All(static e => e.Data is AlarmEvent or GapEvent)))
        {
            return false;
        }

        rows = Rows(database.Current, group);
        database.Append(rows);
        return true;
    }

    private List<LinkedRow> Rows(JournalEpoch epoch, IReadOnlyList<PendingEvent> group)
    {
        long sequence = epoch.Last;
        byte[] link = epoch.LastLink;
        var rows = new List<LinkedRow>(group.Count);
        foreach (PendingEvent entry in group)
        {
            long first = sequence + 1;

            // A gap record that moves here takes as many sequences as it accounts for.
            sequence += entry.Data is GapEvent moved ? moved.Last - moved.First + 1 : 1;
            var key = new EventKey(options.Site.Device, epoch.Name, sequence);
            var position = new JournalPosition(epoch.Ordinal, sequence);
            rows.Add(entry.Data is GapEvent gap ? Gap(new GapRow(first, epoch.Name, gap.Cause), position, entry.Time, link) : Event(key, position, entry, link));
            link = rows[^1].Link;
            entry.Result = new OutboxResult(OutboxFault.None, key);
        }

        return rows;
    }

    private LinkedRow Event(EventKey key, JournalPosition position, PendingEvent entry, byte[] previous)
    {
        byte[] json = EnvelopeCodec.Encode(new Envelope(key, _source, entry.Time, _replay, entry.Data));
        var row = new JournalRow(position, entry.Data.Kind, entry.Time.Wall.ToUnixTimeMilliseconds(), seal.Close(position, json));
        return new LinkedRow(row, chain.Next(previous, row));
    }

    /// <summary>Its payload is bound to its link, so the link is made without it.</summary>
    private LinkedRow Gap(GapRow gap, JournalPosition position, EventTime time, byte[] previous)
    {
        long wallMs = time.Wall.ToUnixTimeMilliseconds();
        return gap.Close(seal, position, wallMs, chain.Next(previous, new JournalRow(position, GapEvent.KindName, wallMs, [])));
    }

    private void NoticeSpace(OutboxFault fault)
    {
        alarms.Latch(OutboxAlarms.Filling, space.IsFilling, () => $"The journal uses {space.UsedBytes} of {options.BudgetBytes} bytes. Restore the connection to the district or raise the budget.");
        alarms.Latch(OutboxAlarms.Full, fault == OutboxFault.Full || space.IsFull, () => options.WhenFull == WhenFull.Stop
            ? "The journal is full and the kiosk stops admitting. Restore the connection to the district or raise the budget."
            : "The journal is full; the oldest events give way to new ones.");
        alarms.Latch(OutboxAlarms.Dropped, space.Dropped > 0, static () => "Events the district had not acknowledged were dropped for want of space; gap records stand for them.");
    }

    /// <summary>Alarms of the journal's own follow the event that found them, with its time.</summary>
    private void WriteAlarms(EventTime time)
    {
        while (alarms.TryPeek(out AlarmEvent? alarm) && owner.Journal is { } journal)
        {
            try
            {
                journal.Database.Append(Rows(journal.Database.Current, [new PendingEvent(alarm!, time)]));
                alarms.RemoveFirst();
            }
            catch (SqliteException e)
            {
                // They stay queued for the next append.
                owner.Leave(journal, e);
            }
        }
    }
}
