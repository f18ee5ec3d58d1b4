using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.District.Store;

/// <summary>Opens the store's file; makes it when it is not there.</summary>
internal static class StoreConnection
{
    /// <exception cref="InvalidDataException">The file is a newer version's, or not a store.</exception>
    internal static SqliteConnection Open(string file)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            using SqliteCommand settings = connection.CreateCommand();
            settings.CommandText = StoreSchema.Settings;
            settings.ExecuteNonQuery();
            Migrate(connection, file);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Migrate(SqliteConnection connection, string file)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        long version = (long)command.ExecuteScalar()!;
        if (version > StoreSchema.Version)
        {
            throw new InvalidDataException($"{file} was written by a newer version (store version {version}, this program knows {StoreSchema.Version}): update this program.");
        }

        if (version == 0)
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            command.Transaction = transaction;
            command.CommandText = StoreSchema.Tables;
            command.ExecuteNonQuery();
            command.CommandText = "PRAGMA user_version = 1";
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }
}
