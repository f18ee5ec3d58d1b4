using System.Globalization;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Tests.Torture;

/// <summary>What a comparison of decided and stored found.</summary>
/// <param name="Decided">Decisions the journal called durable.</param>
/// <param name="Stored">Scan events in the district's store.</param>
/// <param name="Lost">Decided and not in the store.</param>
/// <param name="Duplicated">More than once in the store.</param>
/// <param name="Misordered">In the store in another order than they were decided in, or under another key.</param>
/// <param name="Unknown">In the store and never even tried.</param>
internal sealed record LedgerResult(int Decided, int Stored, int Lost, int Duplicated, int Misordered, int Unknown)
{
    public bool IsClean => Lost + Duplicated + Misordered + Unknown == 0;

    public static LedgerResult operator +(LedgerResult a, LedgerResult b) => new(
        a.Decided + b.Decided, a.Stored + b.Stored, a.Lost + b.Lost, a.Duplicated + b.Duplicated, a.Misordered + b.Misordered, a.Unknown + b.Unknown);
}

/// <summary>Compares what a kiosk decided with what the district's store holds.</summary>
internal static class Ledger
{
    public static LedgerResult Compare(string folder, string device, string store)
    {
        var tried = new HashSet<int>();
        var decided = new Dictionary<int, (string Epoch, long Sequence)>();
        foreach (string[] words in File.ReadLines(KioskLife.LedgerFile(folder)).Select(static l => l.Split(' ')))
        {
            if (words is ["try", var t] && int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                tried.Add(number);
            }
            else if (words is ["done", var d, var epoch, var sequence])
            {
                decided[int.Parse(d, CultureInfo.InvariantCulture)] = (epoch, long.Parse(sequence, CultureInfo.InvariantCulture));
            }
        }

        List<(int Number, string Epoch, long Sequence)> stored = Read(store, device);
        ILookup<int, (int Number, string Epoch, long Sequence)> byNumber = stored.ToLookup(static s => s.Number);
        int misordered = stored.Zip(stored.Skip(1)).Count(static p => p.First.Epoch != p.Second.Epoch || p.First.Number >= p.Second.Number);
        int otherKey = decided.Count(d => byNumber[d.Key].Any(s => (s.Epoch, s.Sequence) != d.Value));
        return new LedgerResult(
            decided.Count,
            stored.Count,
            decided.Keys.Count(n => !byNumber.Contains(n)),
            byNumber.Count(static g => g.Count() > 1),
            misordered + otherKey,
            byNumber.Count(g => !tried.Contains(g.Key)));
    }

    public static long Watermark(string store, string device)
    {
        using SqliteConnection connection = Open(store);
        using var command = new SqliteCommand("SELECT coalesce(sum(watermark), 0) FROM journal WHERE device = $device", connection);
        command.Parameters.AddWithValue("$device", device);
        return (long)command.ExecuteScalar()!;
    }

    private static List<(int Number, string Epoch, long Sequence)> Read(string store, string device)
    {
        var events = new List<(int, string, long)>();
        using SqliteConnection connection = Open(store);
        using var command = new SqliteCommand("SELECT payload FROM event WHERE device = $device AND kind = 'scan' ORDER BY epoch, sequence", connection);
        command.Parameters.AddWithValue("$device", device);
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            Assert.True(EnvelopeCodec.TryDecode((byte[])reader[0], out Envelope envelope, out string error), error);
            string token = ((ScanEvent)envelope.Data).Credential!.Token!;
            events.Add((int.Parse(token.AsSpan("token-".Length), CultureInfo.InvariantCulture), envelope.Key.Epoch, envelope.Key.Sequence));
        }

        return events;
    }

    private static SqliteConnection Open(string store)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = store, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
