using System.Security.Cryptography;
using EdgeCheckpoint.Uplink.Outbox.Native;

namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>One generation of the journal, open: its writer, its reader, and whether the files are still where they were.</summary>
internal sealed class OpenJournal : IDisposable
{
    /// <summary>Up to here every page is looked at when the file is opened: some tenths of a second on a slow card.</summary>
    private const long SmallBytes = 8 << 20;

    private readonly IJournalFolder _folder;
    private readonly string _file;
    private readonly string _log;

    private OpenJournal(IJournalFolder folder, int generation, JournalDatabase database, JournalReader reader)
    {
        _folder = folder;
        _file = Generations.Name(generation);
        _log = _file + Generations.LogSuffix;
        Generation = generation;
        Database = database;
        Reader = reader;
    }

    public int Generation { get; }

    public JournalDatabase Database { get; }

    /// <summary>Lock it while reading.</summary>
    public JournalReader Reader { get; }

    /// <summary>Nothing was ever appended to it: to leave it for a new one would change nothing.</summary>
    public bool IsEmpty => Database.Epochs is [{ Last: 0 }];

    /// <summary>Bytes of the file on the disk, without what is only in the log yet.</summary>
    public long FileBytes => _folder.LengthOf(_file);

    public long LogBytes => _folder.LengthOf(_log);

    /// <summary>Opens or creates a generation.</summary>
    /// <param name="kiosk">Topic prefix.</param>
    /// <param name="marked">How far its epochs are known to have been; a file that lacks any of it fails as damaged.</param>
    public static OpenJournal Open(IJournalFolder folder, int generation, int checkpointPages, string kiosk, IReadOnlyList<EpochState> marked, HashChain chain)
    {
        string name = Generations.Name(generation);
        string source = folder.DataSource(name);
        JournalDatabase database = JournalDatabase.Open(source, checkpointPages, folder.LengthOf(name) <= SmallBytes, chain);
        try
        {
            Expect(database, marked);
            if (database.Epochs.Count == 0)
            {
                database.BeginEpoch(Generations.FirstOrdinal(generation), NewEpochName(), kiosk);
            }

            return new OpenJournal(folder, generation, database, new JournalReader(source, readOnly: false));
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public static string NewEpochName() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>False when somebody renamed or deleted the file or its log: SQLite would write on into files nobody will find.</summary>
    public bool IsInPlace() =>
        !SqliteFile.HasMoved(Database.Connection) && _folder.Exists(_log);

    public void Dispose()
    {
        lock (Reader)
        {
            Reader.Dispose();
        }

        Database.Dispose();
    }

    private static void Expect(JournalDatabase database, IReadOnlyList<EpochState> marked)
    {
        foreach (EpochState mark in marked)
        {
            long last = database.Epochs.FirstOrDefault(e => e.Ordinal == mark.Ordinal && e.Name == mark.Epoch)?.Last ?? 0;
            if (last < mark.Last)
            {
                throw SqliteFaults.Damaged($"it ends at event {last} of epoch {mark.Epoch}, but was at {mark.Last}: its end, or all of it, is gone or was set back");
            }
        }

        if (database.Epochs.FirstOrDefault(static e => e.Acked > e.Last) is { } beyond)
        {
            throw SqliteFaults.Damaged($"it ends at event {beyond.Last} of epoch {beyond.Name}, but the district has {beyond.Acked}");
        }
    }
}
