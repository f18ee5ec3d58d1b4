using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Uplink.Outbox.Journal;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>Looks into a journal from outside, also while its kiosk runs; changes nothing.</summary>
public sealed class OutboxInspector : IDisposable
{
    private const int PageRows = 256;

    private readonly JournalReader _reader;
    private readonly PayloadSeal _seal;
    private readonly HashChain _chain;
    private readonly List<JournalEpoch> _epochs;

    private OutboxInspector(JournalReader reader, Site site, JournalKeys keys, List<JournalEpoch> epochs, string file)
    {
        (_reader, Site, _epochs, File) = (reader, site, epochs, file);
        _chain = new HashChain(keys.Chain);
        _seal = new PayloadSeal(keys.Seal, site.Device);
    }

    /// <summary>The journal file in use.</summary>
    public string File { get; }

    /// <summary>The kiosk it belongs to.</summary>
    public Site Site { get; }

    public IReadOnlyList<EpochState> Epochs => [.. _epochs.Select(static e => e.State)];

    /// <param name="folder">Of the journal.</param>
    /// <param name="secret">Of the device; empty where the journal is not sealed.</param>
    /// <param name="problem">What is wrong, and what to do.</param>
    public static bool TryOpen(string folder, ReadOnlySpan<byte> secret, out OutboxInspector? inspector, out string problem)
    {
        inspector = null;
        problem = $"{folder} holds no journal; name the folder that the kiosk's configuration names.";
        if (!Directory.Exists(folder) || Generations.Present(new JournalFolder(folder)) is not [.., var newest])
        {
            return false;
        }

        string file = Path.Combine(folder, Generations.Name(newest));
        try
        {
            var reader = new JournalReader(file);
            List<JournalEpoch> epochs = reader.Epochs();
            if (epochs is not [.., var current] || !SourceParts(current.Source, out Site site))
            {
                reader.Dispose();
                return false;
            }

            inspector = new OutboxInspector(reader, site, JournalKeys.Derive(secret), epochs, file);
            problem = "";
            return true;
        }
        catch (SqliteException e)
        {
            problem = $"{file} cannot be read: {e.Message} The kiosk begins a new journal by itself and keeps what can be kept.";
            return false;
        }
    }

    /// <summary>All events the journal holds, oldest first; rows that cannot be opened are passed over.</summary>
    public IEnumerable<StoredEvent> Events() => Rows().SelectMany(row => Open(row, out StoredEvent? stored) ? [stored!] : Array.Empty<StoredEvent>());

    /// <summary>Checks seals, keys, sequences and the hash chain.</summary>
    /// <param name="checkedRows">Told after every page how many rows were looked at.</param>
    public IEnumerable<OutboxFinding> Verify(Action<long> checkedRows)
    {
        ArgumentNullException.ThrowIfNull(checkedRows);
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
                (ordinal, next, link) = (position.Ordinal, epoch.Anchor + 1, epoch.AnchorLink);
                if (epoch.Anchor > epoch.Acked)
                {
                    yield return new OutboxFinding(position, $"events up to {epoch.Anchor} were removed, but the district acknowledged only {epoch.Acked}");
                }
            }

            bool isGap = row.Row.Kind == GapEvent.KindName;
            bool opens = Open(row, out StoredEvent? stored);
            long first = opens && isGap ? FirstOf(stored!) : position.Sequence;
            if (!opens)
            {
                yield return new OutboxFinding(position, "the payload is damaged, belongs elsewhere, or was sealed with another secret");
            }

            if (first != next)
            {
                yield return new OutboxFinding(position, $"sequence {next} was expected, and no gap record accounts for it");
            }

            // The link of a gap record is that of the last event it replaced; where that is unknown the chain begins anew.
            byte[] expected = isGap || link is null ? row.Link : _chain.Next(link, row.Row);
            if (!expected.AsSpan().SequenceEqual(row.Link))
            {
                yield return new OutboxFinding(position, "the hash chain is broken: this event or the one before it was changed, or the secret is another");
            }

            link = row.Link.AsSpan().ContainsAnyExcept((byte)0) ? row.Link : null;
            next = position.Sequence + 1;
            if (++count % PageRows == 0)
            {
                checkedRows(count);
            }
        }

        checkedRows(count);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _seal.Dispose();
        _chain.Dispose();
    }

    private IEnumerable<LinkedRow> Rows()
    {
        var from = new JournalPosition(0);
        while (_reader.Read(from, new JournalPosition(long.MaxValue), PageRows) is { Count: > 0 } rows)
        {
            foreach (LinkedRow row in rows)
            {
                yield return row;
            }

            from = rows[^1].Row.Position.Next;
        }
    }

    private bool Open(LinkedRow row, out StoredEvent? stored)
    {
        stored = null;
        return _epochs.FirstOrDefault(e => e.Ordinal == row.Row.Position.Ordinal) is { } epoch
            && EventReading.TryRead(Site, _seal, new EventKey(Site.Device, epoch.Name, row.Row.Position.Sequence), row.Row, out stored);
    }

    private static long FirstOf(StoredEvent gap) =>
        EnvelopeCodec.TryDecode(gap.Json, out Envelope envelope, out _) && envelope.Data is GapEvent record ? record.First : gap.Key.Sequence;

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
