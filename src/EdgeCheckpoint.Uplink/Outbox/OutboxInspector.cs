using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Uplink.Outbox.Journal;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>Looks into a journal from outside, also while its kiosk runs or where nothing can be written; changes nothing.</summary>
public sealed class OutboxInspector : IDisposable
{
    private const int PageRows = 256;

    private readonly JournalReader _reader;
    private readonly PayloadSeal _seal;
    private readonly HashChain _chain;
    private readonly JournalMark _mark;
    private readonly List<JournalEpoch> _epochs;

    private OutboxInspector(string folder, JournalReader reader, Site site, JournalKeys keys, IReadOnlyList<int> generations)
    {
        Site = site;
        File = Path.Combine(folder, Generations.Name(generations[^1]));
        Older = [.. generations.SkipLast(1).Select(Generations.Name)];
        _reader = reader;
        _chain = new HashChain(keys.Chain, site.Device);
        _seal = new PayloadSeal(keys.Seal, site.Device);

        // Before the epochs: the kiosk may go on meanwhile, and the mark must never be ahead of what it is compared with.
        _mark = new JournalMark(new JournalFolder(folder), _chain);
        _mark.Load();
        _epochs = reader.Epochs();
    }

    /// <summary>The journal file in use.</summary>
    public string File { get; }

    /// <summary>Files beside it whose events were not brought over: the kiosk does that while it runs, or they belong to another device or secret.</summary>
    public IReadOnlyList<string> Older { get; }

    /// <summary>The kiosk it belongs to.</summary>
    public Site Site { get; }

    public IReadOnlyList<EpochState> Epochs => [.. _epochs.Where(static e => e.IsWhole).Select(static e => e.State)];

    /// <summary>Whether the secret is the journal's own, and nobody changed how far it says it is.</summary>
    public bool Fits => _epochs.All(e => e.Fits(_chain));

    /// <param name="folder">Of the journal.</param>
    /// <param name="secret">Of the device; empty where the journal is not sealed.</param>
    /// <param name="problem">What is wrong, and what to do.</param>
    public static bool TryOpen(string folder, ReadOnlySpan<byte> secret, out OutboxInspector? inspector, out string problem)
    {
        inspector = null;
        problem = $"{folder} holds no journal; name the folder that the kiosk's configuration names.";
        if (!Directory.Exists(folder) || Generations.Present(new JournalFolder(folder)) is not { Count: > 0 } generations)
        {
            return false;
        }

        string file = Path.Combine(folder, Generations.Name(generations[^1]));
        try
        {
            var reader = new JournalReader(JournalConnection.Untouched(file), readOnly: true);
            if (reader.Epochs() is not [.., var current] || !SourceParts(current.Source, out Site site))
            {
                reader.Dispose();
                return false;
            }

            inspector = new OutboxInspector(folder, reader, site, JournalKeys.Derive(secret), generations);
            problem = "";
            return true;
        }
        catch (SqliteException e)
        {
            problem = SqliteFaults.IsDamage(e)
                ? $"{file} cannot be read: {e.Message} The kiosk begins a new journal by itself and keeps what can be kept."
                : $"{file} cannot be read: {e.Message} Look at the disk and at your rights; on a read-only disk, copy the folder to another.";
            return false;
        }
    }

    /// <summary>All events the journal holds, oldest first; rows that cannot be opened are passed over.</summary>
    /// <exception cref="IOException">The file is damaged there, or its disk failed.</exception>
    public IEnumerable<StoredEvent> Events()
    {
        foreach (LinkedRow row in Rows())
        {
            if (TryOpen(row, out StoredEvent stored, out _))
            {
                yield return stored;
            }
        }
    }

    /// <summary>Checks seals, keys, sequences, the hash chain, and how far the journal says it is.</summary>
    /// <param name="checkedRows">Told after every page how many rows were looked at.</param>
    public IEnumerable<OutboxFinding> Verify(Action<long> checkedRows)
    {
        ArgumentNullException.ThrowIfNull(checkedRows);
        return VerifyMarks().Concat(VerifyRows(checkedRows));
    }

    public void Dispose()
    {
        _reader.Dispose();
        _seal.Dispose();
        _chain.Dispose();
    }

    private IEnumerable<OutboxFinding> VerifyMarks()
    {
        foreach (JournalEpoch epoch in _epochs)
        {
            var end = new JournalPosition(epoch.Ordinal, epoch.Last);
            if (!epoch.Fits(_chain))
            {
                yield return new OutboxFinding(end, "what the journal says of this epoch, such as how far the district has it, was changed, or the secret is another");
            }

            if (epoch.Anchor > epoch.Acked || epoch.Acked > epoch.Last)
            {
                yield return new OutboxFinding(end, $"events up to {epoch.Anchor} were removed and the district acknowledged {epoch.Acked} of {epoch.Last}, which cannot be");
            }
        }

        if (!_mark.Fits && _epochs.Any(static e => e.Last > 0))
        {
            yield return new OutboxFinding(default, $"{JournalMark.Name} is missing, was changed, or the secret is another: nobody can tell whether the newest events were cut off");
        }

        foreach (EpochState mark in _mark.Epochs)
        {
            JournalEpoch? epoch = _epochs.FirstOrDefault(e => e.Ordinal == mark.Ordinal);
            if (epoch is { IsWhole: true } ? epoch.Last < mark.Last : Older.Count == 0)
            {
                yield return new OutboxFinding(new JournalPosition(mark.Ordinal, mark.Last), $"the epoch ends at {epoch?.Last ?? 0}, but was at {mark.Last}: its end is gone");
            }
        }

        foreach (JournalPosition position in _reader.Quarantined())
        {
            yield return new OutboxFinding(position, "this event could not be opened and is in quarantine; a gap record stands for it");
        }
    }

    private IEnumerable<OutboxFinding> VerifyRows(Action<long> checkedRows)
    {
        long count = 0;
        byte[]? link = null;
        int ordinal = 0;
        long next = 0;
        foreach (LinkedRow row in Rows())
        {
            JournalPosition position = row.Row.Position;
            if (position.Ordinal != ordinal)
            {
                JournalEpoch epoch = _epochs.First(e => e.Ordinal == position.Ordinal);
                (ordinal, next, link) = (position.Ordinal, epoch.IsWhole ? epoch.Anchor + 1 : long.MaxValue, Known(epoch.AnchorLink));
            }

            bool opens = TryOpen(row, out _, out long first);
            if (!opens)
            {
                yield return new OutboxFinding(position, "the payload is damaged, belongs elsewhere, or was sealed with another secret");
            }

            if (first > next)
            {
                yield return new OutboxFinding(position, $"sequence {next} was expected, and no gap record accounts for it");
            }

            // A gap record is bound to its link, which is that of the last event it replaced; where that is unknown the chain begins anew.
            bool isGap = row.Row.Kind == GapEvent.KindName;
            if (!isGap && link is not null && !_chain.Next(link, row.Row).AsSpan().SequenceEqual(row.Link))
            {
                yield return new OutboxFinding(position, "the hash chain is broken: this event or the one before it was changed, or the secret is another");
            }

            link = Known(row.Link);
            next = Math.Max(next, position.Sequence + 1);
            if (++count % PageRows == 0)
            {
                checkedRows(count);
            }
        }

        checkedRows(count);
    }

    private static byte[]? Known(byte[] link) => link.AsSpan().ContainsAnyExcept((byte)0) ? link : null;

    private IEnumerable<LinkedRow> Rows()
    {
        var from = new JournalPosition(0);
        while (ReadFrom(from) is { Count: > 0 } rows)
        {
            foreach (LinkedRow row in rows)
            {
                yield return row;
            }

            from = rows[^1].Row.Position.Next;
        }
    }

    private List<LinkedRow> ReadFrom(JournalPosition from)
    {
        try
        {
            return _reader.Read(from, new JournalPosition(long.MaxValue), PageRows);
        }
        catch (SqliteException e)
        {
            throw new IOException($"{File} cannot be read from {from} on: {e.Message} The kiosk that runs on it begins a new journal by itself and keeps what can be kept of this one.", e);
        }
    }

    private bool TryOpen(LinkedRow row, out StoredEvent stored, out long first)
    {
        (stored, first) = (null!, row.Row.Position.Sequence);
        return _epochs.FirstOrDefault(e => e.Ordinal == row.Row.Position.Ordinal) is { } epoch
            && EventReading.TryRead(Site, _seal, new EventKey(Site.Device, epoch.Name, row.Row.Position.Sequence), row, out stored, out first);
    }

    private static bool SourceParts(string source, out Site site)
    {
        string[] levels = source.Split('/');
        site = levels.Length == 5 ? new Site(levels[2], levels[3], levels[4]) : default;
        return levels.Length == 5;
    }
}

/// <summary>Something that is not as it should be.</summary>
/// <param name="Position">Where.</param>
/// <param name="What">What, in words.</param>
public readonly record struct OutboxFinding(JournalPosition Position, string What);
