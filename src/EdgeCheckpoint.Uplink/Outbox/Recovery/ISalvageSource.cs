using EdgeCheckpoint.Uplink.Outbox.Journal;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox.Recovery;

/// <summary>What is left of a generation that can no longer be used.</summary>
internal interface ISalvageSource : IDisposable
{
    /// <summary>Rows that can still be read, in any order, perhaps more than once, perhaps damaged.</summary>
    IEnumerable<LinkedRow> Rows();
}

/// <summary>A damaged file, page by page; one that is gone holds nothing.</summary>
internal sealed class DamagedFile(CarvedPages pages) : ISalvageSource
{
    public static DamagedFile Open(IJournalFolder folder, int generation)
    {
        string name = Generations.Name(generation);
        string log = name + Generations.LogSuffix;
        return new DamagedFile(new CarvedPages(
            folder.Exists(name) ? folder.OpenRead(name) : Stream.Null, folder.Exists(log) ? folder.OpenRead(log) : null));
    }

    public IEnumerable<LinkedRow> Rows() => pages.All().SelectMany(p => RecordReader.Rows(p.Number, p.Page, pages));

    public void Dispose() => pages.Dispose();
}

/// <summary>A journal whose files were deleted while it was open: everything is still there until it is closed.</summary>
internal sealed class DeletedFile(OpenJournal journal) : ISalvageSource
{
    private const int PageRows = 256;

    public IEnumerable<LinkedRow> Rows()
    {
        var from = new JournalPosition(0);
        while (true)
        {
            List<LinkedRow> rows = Read(from);
            foreach (LinkedRow row in rows)
            {
                yield return row;
            }

            if (rows.Count < PageRows)
            {
                yield break;
            }

            from = rows[^1].Row.Position.Next;
        }
    }

    public void Dispose() => journal.Dispose();

    private List<LinkedRow> Read(JournalPosition from)
    {
        try
        {
            lock (journal.Reader)
            {
                return journal.Reader.Read(from, new JournalPosition(long.MaxValue), PageRows);
            }
        }
        catch (SqliteException)
        {
            return [];
        }
    }
}
