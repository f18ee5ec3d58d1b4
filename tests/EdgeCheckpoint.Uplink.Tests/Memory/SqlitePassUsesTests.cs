using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Memory;

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
            Array.ForEach(uses, store.Append);
        }

        using SqlitePassUses again = Open();
        Assert.Equal(uses, again.Load());
        Assert.Equal([2, 3], again.Load().Select(static u => u.At.Day));
    }

    [Fact]
    public void What_is_forgotten_is_gone()
    {
        using (SqlitePassUses store = Open())
        {
            store.Append(Use(1, At, null));
            store.Append(Use(2, At.AddHours(1), null));
        }

        using SqlitePassUses again = Open();
        again.Forget(At.AddMinutes(30));
        Assert.Equal([Use(2, At.AddHours(1), null)], again.Load());
    }

    [Fact]
    public void A_damaged_file_is_put_aside_and_a_new_one_begun()
    {
        File.WriteAllBytes(_folder.File("uses.db"), [.. Enumerable.Repeat((byte)7, 8192)]);
        using var store = SqlitePassUses.Open(_folder.File("uses.db"), out string? setAside);
        Assert.True(File.Exists(setAside));
        Assert.Empty(store.Load());
    }

    [Fact]
    public void Damage_anywhere_in_the_file_is_found_when_it_is_opened()
    {
        using (SqlitePassUses store = Open())
        {
            for (ulong i = 0; i < 2000; i++)
            {
                store.Append(Use(i, At.AddSeconds(i), null));
            }
        }

        using (FileStream file = File.OpenWrite(_folder.File("uses.db")))
        {
            file.Position = 8 * 4096;
            file.Write([.. Enumerable.Repeat((byte)0xEE, 64 * 1024)]);
        }

        using var again = SqlitePassUses.Open(_folder.File("uses.db"), out string? setAside);
        Assert.NotNull(setAside);
        Assert.Empty(again.Load());
    }

    [Fact]
    public void What_cannot_be_opened_stays_as_it_is_and_is_taken_into_use_once_it_can()
    {
        string folder = _folder.File("full"), uses = Path.Combine(folder, "uses.db");
        File.WriteAllText(folder, "a file where the folder should be");
        using (var store = SqlitePassUses.Open(uses, out string? setAside))
        {
            Assert.Null(setAside);
            Assert.Empty(store.Load());
            Assert.NotEqual("", store.Check());
            File.Delete(folder);
            Assert.Equal("", store.Check());
            store.Append(Use(1, At, null));
        }

        using var again = SqlitePassUses.Open(uses, out _);
        Assert.Equal([Use(1, At, null)], again.Load());
    }

    [Fact]
    public void A_memory_over_it_survives_the_restart()
    {
        using (SqlitePassUses store = Open())
        {
            var memory = new PassMemory(new PassMemoryOptions(), store);
            memory.Record(Code(), Direction.In, At);
        }

        using SqlitePassUses again = Open();
        Assert.Contains(Reasons.CodeReplayed, new PassMemory(new PassMemoryOptions(), again).Check(Code(), Direction.In, At.AddSeconds(5)).Findings);
    }

    private SqlitePassUses Open() => SqlitePassUses.Open(_folder.File("uses.db"), out _);

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
