using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;
using Microsoft.Data.Sqlite;

namespace EdgeCheckpoint.Uplink.Tests.Outbox;

/// <summary>Tampering is evident, and looking changes nothing.</summary>
public sealed class InspectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public InspectorTests()
    {
        using SqliteOutbox outbox = Sample.Outbox(_folder);
        for (int i = 0; i < 20; i++)
        {
            outbox.Append(Sample.Scan(i), Sample.Time(i));
        }

        outbox.Acknowledge(outbox.Epochs()[^1].Epoch, 5);
        outbox.Prune();
    }

    [Fact]
    public void An_untouched_journal_is_whole_and_says_whose_it_is()
    {
        using OutboxInspector journal = Inspect();
        Assert.Empty(journal.Verify(static _ => { }));
        Assert.Equal(Sample.Site, journal.Site);
        Assert.Equal((5, 20, 15), (journal.Epochs[0].Acked, journal.Epochs[0].Last, journal.Epochs[0].Waiting));
        Assert.Equal(Enumerable.Range(6, 15).Select(static i => (long)i), journal.Events().Select(static e => e.Key.Sequence));
    }

    [Theory]
    [InlineData("DELETE FROM event WHERE position = (SELECT position FROM event ORDER BY position LIMIT 1 OFFSET 7)")]
    [InlineData("UPDATE event SET wall_ms = wall_ms + 1 WHERE position = (SELECT position FROM event ORDER BY position LIMIT 1 OFFSET 7)")]
    [InlineData("UPDATE event SET kind = 'gate' WHERE position = (SELECT position FROM event ORDER BY position LIMIT 1 OFFSET 7)")]
    [InlineData("UPDATE event SET payload = (SELECT payload FROM event ORDER BY position DESC LIMIT 1) WHERE position = (SELECT min(position) FROM event)")]
    [InlineData("UPDATE event SET link = zeroblob(32) WHERE position = (SELECT position FROM event ORDER BY position LIMIT 1 OFFSET 7)")]
    [InlineData("DELETE FROM event WHERE position = (SELECT min(position) FROM event)")]
    [InlineData("UPDATE epoch SET anchor = 6; DELETE FROM event WHERE position = (SELECT min(position) FROM event)")]
    public void A_changed_removed_or_moved_event_is_found(string tampering)
    {
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(Sample.Options(_folder).Folder, "journal-0001.db")};Pooling=False"))
        {
            connection.Open();
#pragma warning disable CA2100 // The tests' own texts.
            using var command = new SqliteCommand(tampering, connection);
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }

        using OutboxInspector journal = Inspect();
        Assert.NotEmpty(journal.Verify(static _ => { }));
    }

    [Fact]
    public void Without_the_secret_nothing_opens()
    {
        Assert.True(OutboxInspector.TryOpen(Sample.Options(_folder).Folder, default, out OutboxInspector? journal, out _));
        using (journal)
        {
            Assert.Empty(journal!.Events());
        }
    }

    [Fact]
    public void A_folder_without_a_journal_is_named()
    {
        Assert.False(OutboxInspector.TryOpen(_folder.Path, default, out _, out string problem));
        Assert.Contains(_folder.Path, problem, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private OutboxInspector Inspect()
    {
        OutboxOptions options = Sample.Options(_folder);
        Assert.True(OutboxInspector.TryOpen(options.Folder, options.Secret.Span, out OutboxInspector? journal, out string problem), problem);
        return journal!;
    }
}
