using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Memory;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Tests.Memory;

public sealed class SqlitePassUsesTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 23, 59, 0, TimeSpan.FromHours(8));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_kept_is_there_after_a_restart_with_its_local_day()
    {
        PassUse[] uses = [Use(1, At, At.AddSeconds(60)), Use(2, At.AddMinutes(2), null)];
        using (SqlitePassUses store = Open())
        {
            Array.ForEach(uses, use => store.Append(use, 10));
        }

        using SqlitePassUses again = Open();
        Assert.Equal(uses, again.Load(10));
        Assert.Equal([2, 3], again.Load(10).Select(static u => u.At.Day));
    }

    [Fact]
    public void What_was_kept_is_in_the_file_at_once()
    {
        using SqlitePassUses store = Open();
        store.Append(Use(1, At, null), 10);
        using SqlitePassUses other = Open();
        Assert.Single(other.Load(10));
    }

    [Fact]
    public void Only_the_newest_stay_whatever_they_are_dated()
    {
        using SqlitePassUses store = Open();
        for (ulong i = 0; i < 30; i++)
        {
            store.Append(Use(i, At.AddDays(i % 2 == 0 ? i : -(double)i), null), 10);
        }

        Assert.Equal(Enumerable.Range(20, 10), store.Load(100).Select(static u => (int)u.Code.High));
        Assert.Equal(Enumerable.Range(27, 3), store.Load(3).Select(static u => (int)u.Code.High));
        using SqlitePassUses again = Open();
        Assert.Equal(3, again.Load(100).Count);
    }

    [Fact]
    public void What_the_disk_refuses_waits_and_is_written_with_the_next_in_its_order()
    {
        using SqlitePassUses store = Open();
        store.Append(Use(1, At, null), 10);
        Refuse();
        store.Append(Use(2, At, null), 10);
        store.TryAgain();
        Assert.Equal(1, store.Waiting);
        Accept();
        store.Append(Use(3, At, null), 10);
        Assert.Equal((0, 0), (store.Waiting, store.Lost));
        Assert.Equal([1, 2, 3], store.Load(10).Select(static u => (int)u.Code.High));
    }

    [Fact]
    public void What_the_disk_refused_is_tried_again_without_another_admission()
    {
        using SqlitePassUses store = Open();
        Refuse();
        store.Append(Use(1, At, null), 10);
        Accept();
        store.TryAgain();
        Assert.Equal(0, store.Waiting);
        Assert.Single(store.Load(10));
    }

    [Fact]
    public void Only_so_many_wait_and_the_lost_are_counted()
    {
        using SqlitePassUses store = Open();
        Refuse();
        for (ulong i = 0; i < SqlitePassUses.MaxWaiting + 3; i++)
        {
            store.Append(Use(i, At, null), 10_000);
        }

        Assert.Equal((SqlitePassUses.MaxWaiting, 3), (store.Waiting, store.Lost));
        Accept();
        store.TryAgain();
        Assert.Equal(3, (int)store.Load(10_000)[0].Code.High);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public void A_file_damaged_anywhere_is_put_aside_and_a_new_one_begun(int from)
    {
        using (SqlitePassUses before = Open())
        {
            for (ulong i = 0; i < 500; i++)
            {
                before.Append(Use(i, At, null), 1000);
            }
        }

        byte[] file = File.ReadAllBytes(_folder.File("uses.db"));
        file.AsSpan(from, 4096).Fill(7);
        File.WriteAllBytes(_folder.File("uses.db"), file);
        using var store = SqlitePassUses.Open(_folder.File("uses.db"));
        Assert.True(File.Exists(store.SetAside));
        Assert.Empty(store.Load(10));
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_taken_into_use_once_it_can()
    {
        string folder = _folder.File("full"), uses = Path.Combine(folder, "uses.db");
        File.WriteAllText(folder, "a file where the folder should be");
        using (var store = SqlitePassUses.Open(uses))
        {
            Assert.Null(store.SetAside);
            Assert.Empty(store.Load(10));
            store.Append(Use(1, At, null), 10);
            Assert.False(store.Keeps);
            File.Delete(folder);
            store.TryAgain();
            Assert.True(store.Keeps);
        }

        using var again = SqlitePassUses.Open(uses);
        Assert.Equal([Use(1, At, null)], again.Load(10));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_read_all_the_same()
    {
        using (SqlitePassUses before = Open())
        {
            before.Append(Use(1, At, null), 10);
        }

        string log = _folder.File("uses.db-wal");
        Directory.CreateDirectory(log);
        using SqlitePassUses store = Open();
        Assert.False(store.Keeps);
        Assert.Equal([Use(1, At, null)], store.Load(10));
    }

    [Fact]
    public void A_file_found_damaged_later_is_put_aside_as_well_and_what_waits_goes_into_the_new_one()
    {
        string folder = _folder.File("late"), uses = Path.Combine(folder, "uses.db");
        File.WriteAllText(folder, "a file where the folder should be");
        using var store = SqlitePassUses.Open(uses);
        store.Append(Use(1, At, null), 10);
        File.Delete(folder);
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(uses, [.. Enumerable.Repeat((byte)7, 8192)]);
        store.TryAgain();
        Assert.True(File.Exists(store.SetAside));
        Assert.True(store.Keeps);
        Assert.Equal([Use(1, At, null)], store.Load(10));
    }

    [Fact]
    public void Rows_of_an_earlier_form_leave_no_byte_behind()
    {
        Ask("""
            CREATE TABLE pass_use (code BLOB NOT NULL, subject BLOB NOT NULL, direction INTEGER NOT NULL, at_s INTEGER NOT NULL,
              offset_min INTEGER NOT NULL, code_expires_s INTEGER, quota_days INTEGER NOT NULL) STRICT;
            INSERT INTO pass_use VALUES ('MARKMARK', 'MARKMARK', 0, 0, 0, NULL, 0)
            """.Replace("'MARKMARK'", "CAST('MARKMARK' AS BLOB)", StringComparison.Ordinal));
        using (SqlitePassUses store = Open())
        {
            Assert.Empty(store.Load(10));
            store.Append(Use(1, At, null), 10);
        }

        Assert.All(
            Directory.GetFiles(_folder.Path),
            static file => Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf("MARKMARK"u8)));
    }

    [Fact]
    public void A_memory_over_it_survives_the_restart()
    {
        using (SqlitePassUses store = Open())
        {
            Memory(store).Record(Code(), Direction.In, new Core.Credential.VerificationTime(At, ClockState.Synced));
        }

        using SqlitePassUses again = Open();
        Assert.Contains(Reasons.CodeReplayed, Memory(again).Check(Code(), Direction.In, At.AddSeconds(5)).Findings);
    }

    private static PassMemory Memory(SqlitePassUses store) => new(new PassMemoryOptions(), store, new Core.Machine.Pseudonym(new byte[32]));

    /// <summary>From now on the file takes no admission.</summary>
    private void Refuse() => Ask("CREATE TRIGGER refuse BEFORE INSERT ON pass_use BEGIN SELECT RAISE(ABORT, 'refused'); END");

    private void Accept() => Ask("DROP TRIGGER refuse");

    private void Ask(string text)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("uses.db")};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private SqlitePassUses Open() => SqlitePassUses.Open(_folder.File("uses.db"));

    private static Core.Credential.CredentialResult Code() => new()
    {
        Format = "ECP1",
        Status = Core.Credential.CredentialStatus.Valid,
        Id = "a",
        Subject = "d1:p1",
        IssuedAt = At,
        ExpiresAt = At.AddSeconds(60),
    };

    private static PassUse Use(ulong number, DateTimeOffset at, DateTimeOffset? expires) =>
        new(new ListHash(number, 1), new ListHash(number, 2), Direction.Out, at, expires, 7);
}
