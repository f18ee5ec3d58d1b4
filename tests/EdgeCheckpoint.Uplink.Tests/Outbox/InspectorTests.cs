using System.Security.Cryptography;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;
using EdgeCheckpoint.Uplink.Outbox.Journal;

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
    [InlineData("UPDATE event SET kind = 'gap', payload = x'0031303b64726f70706564' WHERE position = (SELECT min(position) + 4 FROM event)")]
    [InlineData("UPDATE event SET kind = 'gap', payload = x'0031303b64726f70706564' WHERE position = (SELECT min(position) + 7 FROM event); DELETE FROM event WHERE position BETWEEN (SELECT min(position) + 2 FROM event) AND (SELECT min(position) + 6 FROM event)")]
    [InlineData("DELETE FROM event WHERE position = (SELECT max(position) FROM event)")]
    [InlineData("DELETE FROM event")]
    [InlineData("DELETE FROM event; UPDATE epoch SET sent = 0")]
    [InlineData("UPDATE epoch SET acked = 20")]
    [InlineData("UPDATE epoch SET acked = 21")]
    [InlineData("UPDATE epoch SET acked = 7, anchor = 7, anchor_link = (SELECT link FROM event WHERE position = (SELECT min(position) + 1 FROM event)); DELETE FROM event WHERE position <= (SELECT min(position) + 1 FROM event)")]
    public void A_changed_removed_or_moved_event_is_found(string tampering)
    {
        Folder.Sql(tampering);
        using OutboxInspector journal = Inspect();
        Assert.NotEmpty(journal.Verify(static _ => { }));
    }

    [Fact]
    public void A_changed_gap_record_is_found()
    {
        using (SqliteOutbox outbox = new(Sample.Options(_folder) with { BudgetBytes = (8 << 20) + (64 << 10), WhenFull = WhenFull.ReplaceOldest }, TimeProvider.System))
        {
            for (int i = 0; outbox.Queue().Dropped < 300; i++)
            {
                outbox.Append(i % 2 == 0 ? Sample.Scan(i) : new GateEvent("opened", "decision", i), Sample.Time());
            }
        }

        using (OutboxInspector untouched = Inspect())
        {
            Assert.Empty(untouched.Verify(static _ => { }));
            Assert.Contains(untouched.Events(), static e => e.Kind == GapEvent.KindName);
        }

        foreach (string change in (string[])["wall_ms = wall_ms + 1", "link = zeroblob(32)", "kind = 'scan'", "payload = substr(payload, 1, length(payload) - 1) || x'00'"])
        {
            Folder.Sql($"CREATE TEMP TABLE one AS SELECT * FROM event WHERE kind = 'gap' LIMIT 1; UPDATE event SET {change} WHERE position = (SELECT position FROM one)");
            using OutboxInspector journal = Inspect();
            Assert.NotEmpty(journal.Verify(static _ => { }));
        }
    }

    [Fact]
    public void A_missing_or_forged_mark_is_found()
    {
        string mark = Folder.DataSource(JournalMark.Name);
        File.WriteAllText(mark, File.ReadAllText(mark).Replace(" 20\n", " 19\n", StringComparison.Ordinal));
        using (OutboxInspector journal = Inspect())
        {
            Assert.NotEmpty(journal.Verify(static _ => { }));
        }

        File.Delete(mark);
        using OutboxInspector without = Inspect();
        Assert.NotEmpty(without.Verify(static _ => { }));
    }

    [Fact]
    public void A_running_kiosk_s_journal_is_whole_too()
    {
        using SqliteOutbox outbox = Sample.Outbox(_folder);
        outbox.Append(Sample.Scan(), Sample.Time());
        using OutboxInspector journal = Inspect();
        Assert.Empty(journal.Verify(static _ => { }));
        Assert.Equal(21, journal.Epochs[0].Last);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Looking_leaves_nothing_behind_and_changes_no_byte(bool damaged)
    {
        string file = Folder.DataSource(Damaged.First);
        if (damaged)
        {
            byte[] bytes = File.ReadAllBytes(file);
            bytes.AsSpan(0, 4096).Fill(0x5A);
            File.WriteAllBytes(file, bytes);
        }

        (string, string)[] before = Files();
        bool opens = OutboxInspector.TryOpen(Sample.Options(_folder).Folder, Sample.Options(_folder).Secret.Span, out OutboxInspector? journal, out _);
        Assert.Equal(!damaged, opens);
        using (journal)
        {
            Assert.Equal(damaged ? null : 15, journal?.Events().Count());
        }

        Assert.Equal(before, Files());
    }

    [Fact]
    public void A_page_that_cannot_be_read_is_told_in_a_sentence()
    {
        using (SqliteOutbox outbox = Sample.Outbox(_folder))
        {
            for (int i = 0; i < 200; i++)
            {
                outbox.Append(Sample.Scan(i), Sample.Time(i));
            }
        }

        using (FileStream file = File.OpenWrite(Folder.DataSource(Damaged.First)))
        {
            // Events are most of the file; what tells how far they go is at its ends.
            file.Position = file.Length / 2 / 4096 * 4096;
            file.Write([.. Enumerable.Repeat((byte)0x5A, 4096)]);
        }

        using OutboxInspector journal = Inspect();
        Assert.Contains("keeps what can be kept", Assert.Throws<IOException>(() => journal.Events().Count()).Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => journal.Verify(static _ => { }).Count());
    }

    [Fact]
    public void What_a_killed_kiosk_left_in_its_log_is_seen()
    {
        using var copy = new TemporaryFolder();
        using (SqliteOutbox outbox = Sample.Outbox(_folder))
        {
            outbox.Append(Sample.Scan(99), Sample.Time());
            foreach (string file in Directory.EnumerateFiles(Sample.Options(_folder).Folder, "journal*"))
            {
                using FileStream from = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using FileStream to = File.Create(copy.File(Path.GetFileName(file)));
                from.CopyTo(to);
            }
        }

        Assert.True(OutboxInspector.TryOpen(copy.Path, Sample.Options(_folder).Secret.Span, out OutboxInspector? journal, out string problem), problem);
        using (journal)
        {
            Assert.Equal(21, journal!.Events().Last().Key.Sequence);
        }
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

    private JournalFolder Folder => new(Sample.Options(_folder).Folder);

    private (string, string)[] Files() =>
        [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Order().Select(static f => (f, Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))))];

    private OutboxInspector Inspect()
    {
        OutboxOptions options = Sample.Options(_folder);
        Assert.True(OutboxInspector.TryOpen(options.Folder, options.Secret.Span, out OutboxInspector? journal, out string problem), problem);
        return journal!;
    }
}
