using BenchmarkDotNet.Attributes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Uplink.Outbox;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Benchmarks;

/// <summary>One durable append beside a bare insert of as many bytes with the same settings.</summary>
[MemoryDiagnoser]
public class OutboxAppendBenchmark
{
    private static readonly ScanEvent Scan = new()
    {
        Verdict = Verdict.Pass,
        Reasons = [],
        Direction = Direction.In,
        Measurement = new Measurement(36.5, 0.2, "blackbody", 22.1, 0.6),
        Credential = new CredentialSummary("ECP1", "personal", "token", "a1b2c3", true),
    };

    private static readonly EventTime Time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero), ClockState.Synced, "b1", 1000);

    /// <summary>Version, nonce and tag of a sealed payload.</summary>
    private const int SealBytes = 29;

    private string _folder = "";
    private SqliteOutbox? _outbox;
    private SqliteConnection? _connection;
    private SqliteCommand? _insert;
    private long _position;

    [GlobalSetup]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("edgecheckpoint-").FullName;
        _outbox = new SqliteOutbox(new OutboxOptions { Folder = Path.Combine(_folder, "outbox"), Site = new Site("d", "c", "k"), Secret = new byte[32] }, TimeProvider.System);
        _outbox.Append(Scan, Time);
        int bytes = _outbox.Read(new JournalPosition(0), new JournalPosition(long.MaxValue), 1)[0].Json.Length + SealBytes;

        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder, "bare.db"), Pooling = false }.ToString());
        _connection.Open();
        using (var create = new SqliteCommand("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE event (position INTEGER PRIMARY KEY, kind TEXT NOT NULL, wall_ms INTEGER NOT NULL, payload BLOB NOT NULL, link BLOB NOT NULL) STRICT", _connection))
        {
            create.ExecuteNonQuery();
        }

        _insert = new SqliteCommand("INSERT INTO event (position, kind, wall_ms, payload, link) VALUES ($position, $kind, $wall, $payload, $link)", _connection);
        _insert.Parameters.AddWithValue("$position", 0L);
        _insert.Parameters.AddWithValue("$kind", "scan");
        _insert.Parameters.AddWithValue("$wall", 1772352000000L);
        _insert.Parameters.AddWithValue("$payload", new byte[bytes]);
        _insert.Parameters.AddWithValue("$link", new byte[32]);
        _insert.Prepare();
    }

    [GlobalCleanup]
    public void Close()
    {
        _outbox?.Dispose();
        _insert?.Dispose();
        _connection?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true)]
    public int BareInsert()
    {
        _insert!.Parameters[0].Value = ++_position;
        return _insert.ExecuteNonQuery();
    }

    [Benchmark]
    public OutboxFault Append() => _outbox!.Append(Scan, Time).Fault;
}
