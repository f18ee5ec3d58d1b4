using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Lists;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Memory;

/// <summary>The table of admissions: rows in the order they came, the newest last.</summary>
internal static class PassUseTable
{
    /// <summary>Version of the table, in <c>user_version</c>; one of another is begun anew.</summary>
    private const int Schema = 2;

    /// <summary>Whether the file has the table in its present form.</summary>
    public static bool IsIn(SqliteConnection connection) => Ask(connection, "PRAGMA user_version") is (long)Schema;

    /// <summary>Whether every page of the file fits the others.</summary>
    public static bool IsWhole(SqliteConnection connection) => Ask(connection, "PRAGMA quick_check") is "ok";

    public static void Prepare(SqliteConnection connection)
    {
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON");
        if (!IsIn(connection))
        {
            Execute(connection, $"""
                BEGIN;
                DROP TABLE IF EXISTS pass_use;
                CREATE TABLE pass_use (
                  code BLOB NOT NULL, subject BLOB NOT NULL, direction INTEGER NOT NULL, at_s INTEGER NOT NULL,
                  offset_min INTEGER NOT NULL, code_expires_s INTEGER, quota_days INTEGER NOT NULL) STRICT;
                PRAGMA user_version = {Schema};
                COMMIT;
                """);
        }
    }

    public static List<PassUse> Read(SqliteConnection connection, int newest)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            SELECT code, subject, direction, at_s, offset_min, code_expires_s, quota_days FROM pass_use
            WHERE rowid > (SELECT max(rowid) FROM pass_use) - $newest ORDER BY rowid
            """;
        command.Parameters.AddWithValue("$newest", newest);
        using SqliteDataReader row = command.ExecuteReader();
        List<PassUse> uses = [];
        while (row.Read())
        {
            uses.Add(new PassUse(
                ListHash.Read((byte[])row[0]),
                ListHash.Read((byte[])row[1]),
                (Direction)row.GetInt32(2),
                DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(3)).ToOffset(TimeSpan.FromMinutes(row.GetInt32(4))),
                row.IsDBNull(5) ? null : DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(5)),
                row.GetInt32(6)));
        }

        return uses;
    }

    public static void Insert(SqliteConnection connection, PassUse use)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "INSERT INTO pass_use (code, subject, direction, at_s, offset_min, code_expires_s, quota_days) VALUES ($code, $subject, $direction, $at, $offset, $expires, $days)";
        command.Parameters.AddWithValue("$code", BytesOf(use.Code));
        command.Parameters.AddWithValue("$subject", BytesOf(use.Subject));
        command.Parameters.AddWithValue("$direction", (int)use.Direction);
        command.Parameters.AddWithValue("$at", use.At.ToUnixTimeSeconds());
        command.Parameters.AddWithValue("$offset", (int)use.At.Offset.TotalMinutes);
        command.Parameters.AddWithValue("$expires", use.CodeExpiresAt is { } expires ? expires.ToUnixTimeSeconds() : DBNull.Value);
        command.Parameters.AddWithValue("$days", use.QuotaDays);
        command.ExecuteNonQuery();
    }

    /// <summary>Rows go only from the front, so their numbers have no gaps.</summary>
    public static void Forget(SqliteConnection connection, int newest)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "DELETE FROM pass_use WHERE rowid <= (SELECT max(rowid) FROM pass_use) - $newest";
        command.Parameters.AddWithValue("$newest", newest);
        command.ExecuteNonQuery();
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private static object? Ask(SqliteConnection connection, string text)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar();
    }

    private static byte[] BytesOf(ListHash hash)
    {
        byte[] bytes = new byte[ListHash.Bytes];
        hash.Write(bytes);
        return bytes;
    }
}
