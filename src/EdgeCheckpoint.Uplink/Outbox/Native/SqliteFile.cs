using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox.Native;

/// <summary>What the managed provider does not offer of SQLite's file layer.</summary>
internal static partial class SqliteFile
{
    private const int HasMovedOperation = 20;

    /// <summary>Whether the database file was renamed or deleted while it is open: what is written now would be lost with it.</summary>
    public static bool HasMoved(SqliteConnection connection)
    {
        int moved = 0;
        return FileControl(connection.Handle!.DangerousGetHandle(), 0, HasMovedOperation, ref moved) == 0 && moved != 0;
    }

    /// <param name="name">Null: the main database.</param>
    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int FileControl(nint database, nint name, int operation, ref int argument);
}
