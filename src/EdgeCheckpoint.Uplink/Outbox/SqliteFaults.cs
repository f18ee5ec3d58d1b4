using EdgeCheckpoint.Core.Ports;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>What a failure of SQLite means for the journal.</summary>
/// <remarks>sqlite.org/rescode.html</remarks>
internal static class SqliteFaults
{
    private const int Error = 1;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int NoMemory = 7;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Schema = 17;
    private const int Constraint = 19;
    private const int Mismatch = 20;
    private const int Format = 24;
    private const int NotADatabase = 26;

    private const int IoRead = 266;
    private const int IoShortRead = 522;
    private const int IoData = 8202;
    private const int IoCorruptFileSystem = 8458;

    /// <summary>Where less is free, the index of the log (32 KiB) and its first pages find no room, and SQLite calls that by other names.</summary>
    private const long LeastFreeBytes = 64 << 10;

    public static OutboxFault Classify(SqliteException fault, IJournalFolder folder) =>
        fault.SqliteErrorCode == Full || (fault.SqliteErrorCode is IoError or CannotOpen && folder.FreeBytes < LeastFreeBytes)
            ? OutboxFault.Full
            : OutboxFault.Io;

    /// <summary>The file itself is damaged, or not what it should be; trying again is futile.</summary>
    public static bool IsDamage(SqliteException fault) =>
        fault.SqliteErrorCode is Error or Corrupt or Schema or Constraint or Mismatch or Format or NotADatabase;

    /// <summary>A part of the file cannot be read: a worn sector, if it goes on.</summary>
    public static bool IsUnreadable(SqliteException fault) =>
        fault.SqliteExtendedErrorCode is IoRead or IoShortRead or IoData or IoCorruptFileSystem;

    /// <summary>The cause lies with the process or with a stranger that holds the file: opening it again changes nothing.</summary>
    public static bool IsPassing(SqliteException fault) => fault.SqliteErrorCode is Busy or Locked or NoMemory;

    /// <summary>What is in the file contradicts itself.</summary>
    public static SqliteException Damaged(string what) => new(what, Corrupt);
}
