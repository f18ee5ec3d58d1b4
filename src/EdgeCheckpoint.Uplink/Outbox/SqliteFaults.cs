using EdgeCheckpoint.Core.Ports;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>What a failure of SQLite means for the journal.</summary>
/// <remarks>sqlite.org/rescode.html</remarks>
internal static class SqliteFaults
{
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int NotADatabase = 26;

    public static OutboxFault Classify(SqliteException fault) => fault.SqliteErrorCode == Full ? OutboxFault.Full : OutboxFault.Io;

    /// <summary>The file itself is damaged; trying again is futile.</summary>
    public static bool IsDamage(SqliteException fault) => fault.SqliteErrorCode is Corrupt or NotADatabase;
}
