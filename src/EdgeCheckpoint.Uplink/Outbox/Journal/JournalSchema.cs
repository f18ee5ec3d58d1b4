namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>Tables and settings of the journal file.</summary>
internal static class JournalSchema
{
    /// <summary>"ECPJ": tells the file from any other SQLite database.</summary>
    public const int ApplicationId = 0x4543504A;

    /// <summary>Version of the tables, in <c>user_version</c>. A file of another version is left, and its events are brought over like those of a damaged one.</summary>
    public const int Version = 2;

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
        """;

    /// <remarks>
    /// <c>source</c> is the kiosk's topic prefix, for whoever looks in from outside;
    /// <c>anchor</c> is the last position whose row is gone from the front of the epoch, <c>anchor_link</c> its link in the chain, zeros where that is unknown;
    /// <c>acked</c> is the district's durable watermark; nothing beyond <c>sent</c> was ever sent;
    /// <c>whole</c> is 0 while a salvage is still bringing the epoch over; <c>stamp</c> covers all the others.
    /// </remarks>
    private const string Epochs =
        "CREATE TABLE epoch (ordinal INTEGER PRIMARY KEY, name TEXT NOT NULL, source TEXT NOT NULL, acked INTEGER NOT NULL, sent INTEGER NOT NULL, "
        + "anchor INTEGER NOT NULL, anchor_link BLOB NOT NULL, whole INTEGER NOT NULL, stamp BLOB NOT NULL) STRICT";

    private const string Events =
        "CREATE TABLE event (position INTEGER PRIMARY KEY, kind TEXT NOT NULL, wall_ms INTEGER NOT NULL, payload BLOB NOT NULL, link BLOB NOT NULL) STRICT";

    /// <remarks>Rows that could not be opened, as they were found. One column more than events have, so that no salvage takes one for an event.</remarks>
    private const string Quarantine =
        "CREATE TABLE quarantine (position INTEGER PRIMARY KEY, found INTEGER NOT NULL, kind TEXT NOT NULL, wall_ms INTEGER NOT NULL, payload BLOB NOT NULL, link BLOB NOT NULL) STRICT";

    /// <summary>Statements that make an empty file a journal, in order; each table's first page follows from it.</summary>
    public static readonly IReadOnlyList<string> Tables = [Epochs, Events, Quarantine];
}
