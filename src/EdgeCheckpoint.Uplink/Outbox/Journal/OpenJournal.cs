using EdgeCheckpoint.Uplink.Outbox.Native;

namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>One generation of the journal, open: its writer, its reader, and whether the files are still where they were.</summary>
internal sealed class OpenJournal : IDisposable
{
    private readonly IJournalFolder _folder;
    private readonly string _log;

    private OpenJournal(IJournalFolder folder, int generation, JournalDatabase database, JournalReader reader)
    {
        _folder = folder;
        _log = Generations.Name(generation) + Generations.LogSuffix;
        Generation = generation;
        Database = database;
        Reader = reader;
    }

    public int Generation { get; }

    public JournalDatabase Database { get; }

    /// <summary>Lock it while reading.</summary>
    public JournalReader Reader { get; }

    public static OpenJournal Open(IJournalFolder folder, int generation, int checkpointPages, string kiosk, Func<string> newEpoch, HashChain chain)
    {
        string source = folder.DataSource(Generations.Name(generation));
        JournalDatabase database = JournalDatabase.Open(source, Generations.FirstOrdinal(generation), checkpointPages, kiosk, newEpoch, chain);
        try
        {
            return new OpenJournal(folder, generation, database, new JournalReader(source));
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

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
}
