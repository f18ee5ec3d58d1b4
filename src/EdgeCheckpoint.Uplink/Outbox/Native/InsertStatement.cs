using System.Runtime.InteropServices;
using System.Text;
using EdgeCheckpoint.Uplink.Outbox.Journal;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Outbox.Native;

/// <summary>The one statement whose time counts, without the provider between: it inserts a row and binds nothing twice.</summary>
/// <remarks>One thread at a time, the connection's. Failures come as <see cref="SqliteException"/>, as the provider's do.</remarks>
internal sealed unsafe partial class InsertStatement : IDisposable
{
    private const string Library = "e_sqlite3";
    private const string Sql = "INSERT INTO event (position, kind, wall_ms, payload, link) VALUES (?1, ?2, ?3, ?4, ?5)";
    private const int Ok = 0;
    private const int Done = 101;

    private readonly SqliteConnection _connection;
    private nint _statement;

    /// <param name="connection">Open; the statement must be disposed first.</param>
    public InsertStatement(SqliteConnection connection)
    {
        _connection = connection;
        Check(Prepare(Database, Sql, -1, out _statement, 0));
    }

    private nint Database => _connection.Handle!.DangerousGetHandle();

    public void Run(in LinkedRow entry)
    {
        Span<byte> kind = stackalloc byte[Encoding.UTF8.GetMaxByteCount(entry.Row.Kind.Length)];
        kind = kind[..Encoding.UTF8.GetBytes(entry.Row.Kind, kind)];
        fixed (byte* text = kind, payload = entry.Row.Payload, link = entry.Link)
        {
            // Static: the bytes stay where they are until the row is written, and are forgotten after that.
            Check(BindInt64(_statement, 1, entry.Row.Position.Value));
            Check(BindText(_statement, 2, text, kind.Length, 0));
            Check(BindInt64(_statement, 3, entry.Row.WallMs));
            Check(BindBlob(_statement, 4, payload, entry.Row.Payload.Length, 0));
            Check(BindBlob(_statement, 5, link, entry.Link.Length, 0));
            int result = Step(_statement);
            _ = Reset(_statement);
            _ = ClearBindings(_statement);
            Check(result == Done ? Ok : result);
        }
    }

    public void Dispose()
    {
        _ = FinalizeStatement(_statement);
        _statement = 0;
    }

    private void Check(int result)
    {
        if (result != Ok)
        {
            throw new SqliteException(Marshal.PtrToStringUTF8(Message(Database)), result & 0xFF, ExtendedCode(Database));
        }
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_prepare_v2", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int Prepare(nint database, string sql, int bytes, out nint statement, nint tail);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int BindInt64(nint statement, int index, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int BindText(nint statement, int index, byte* value, int bytes, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int BindBlob(nint statement, int index, byte* value, int bytes, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int Reset(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_clear_bindings")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int ClearBindings(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_finalize")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int FinalizeStatement(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_extended_errcode")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int ExtendedCode(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_errmsg")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial nint Message(nint database);
}
