using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>How connections to the journal file are made.</summary>
internal static class JournalConnection
{
    /// <summary>Longest wait for a lock, s: a reader's checkpoint at most; other writers are kept out by the owner's lock.</summary>
    private const int LockTimeoutS = 2;

    public static string For(string dataSource, SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = dataSource,
        Mode = mode,
        Pooling = false,
        DefaultTimeout = LockTimeoutS,
    }.ToString();

#pragma warning disable CA2255 // The native library must be chosen before the first connection, whoever opens it.
    [ModuleInitializer]
    internal static void ChooseNativeLibrary() => SQLitePCL.Batteries_V2.Init();
#pragma warning restore CA2255
}
