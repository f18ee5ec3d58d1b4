using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>How connections to the journal file are made.</summary>
internal static class JournalConnection
{
    /// <summary>Longest wait for a lock, s: a reader's checkpoint at most; other writers are kept out by the owner's lock.</summary>
    public const int LockTimeoutS = 1;

    public static string For(string dataSource, SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = dataSource,
        Mode = mode,
        Pooling = false,
        DefaultTimeout = LockTimeoutS,
    }.ToString();

    /// <summary>The data source by which a file is read without leaving anything beside it, also where nothing can be written.</summary>
    /// <remarks>
    /// A log or its index is there while the kiosk runs, or when it was killed: then both are used as they are. Where there is neither, SQLite would make
    /// them and leave them behind; it does not for a file that is called immutable.
    /// </remarks>
    public static string Untouched(string file) =>
        File.Exists(file + Generations.IndexSuffix) || new FileInfo(file + Generations.LogSuffix) is { Exists: true, Length: > 0 }
            ? file
            : new Uri(Path.GetFullPath(file)).AbsoluteUri + "?immutable=1";

#pragma warning disable CA2255 // The native library must be chosen before the first connection, whoever opens it.
    [ModuleInitializer]
    internal static void ChooseNativeLibrary() => SQLitePCL.Batteries_V2.Init();
#pragma warning restore CA2255
}
