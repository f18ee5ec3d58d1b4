namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>Tables and settings of the journal file.</summary>
internal static class JournalSchema
{
    /// <summary>"ECPJ": tells the file from any other SQLite database.</summary>
    public const int ApplicationId = 0x4543504A;

    /// <summary>Version of the tables, in <c>user_version</c>.</summary>
    public const int Version = 1;

    /// <summary>Write-ahead log, synced at every commit.</summary>
    /// <remarks>
    /// EXTRA until the log is in use: the switch to it goes through a rollback journal, and with FULL alone a power cut
    /// may bring that deleted journal back, which would roll the whole new file back.
    /// </remarks>
    public const string Durable = """
        PRAGMA synchronous = EXTRA;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA cell_size_check = ON;
        PRAGMA busy_timeout = 10000;
        """;

    /// <remarks>
    /// <c>source</c> is the kiosk's topic prefix, for whoever looks in from outside;
    /// <c>anchor</c> is the last position whose row is gone from the front of the epoch, <c>anchor_link</c> its link in the chain;
    /// <c>acked</c> is the district's durable watermark; nothing beyond <c>sent</c> was ever sent.
    /// </remarks>
    public const string Tables = """
        CREATE TABLE epoch (
          ordinal INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, source TEXT NOT NULL, acked INTEGER NOT NULL DEFAULT 0, sent INTEGER NOT NULL DEFAULT 0,
          anchor INTEGER NOT NULL DEFAULT 0, anchor_link BLOB NOT NULL) STRICT;
        CREATE TABLE event (
          position INTEGER PRIMARY KEY, kind TEXT NOT NULL, wall_ms INTEGER NOT NULL,
          payload BLOB NOT NULL, link BLOB NOT NULL) STRICT;
        """;
}
