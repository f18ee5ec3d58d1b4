using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Outbox;

public sealed class AcknowledgeTests
{
    [Fact]
    public void Acknowledged_events_go_and_the_rest_stays()
    {
        using var folder = new TemporaryFolder();
        using var outbox = new SqliteOutbox(Sample.Options(folder) with { RetainAcknowledged = TimeSpan.Zero }, TimeProvider.System);
        Fill(outbox, 10);
        string epoch = outbox.Epochs()[0].Epoch;
        outbox.Acknowledge(epoch, 7);
        Assert.Equal([8, 9, 10], Sample.All(outbox).Select(static e => e.Key.Sequence));
        Assert.Equal(3, outbox.Epochs()[0].Waiting);
    }

    [Fact]
    public void The_sequence_goes_on_after_everything_was_acknowledged_and_the_kiosk_restarted()
    {
        using var folder = new TemporaryFolder();
        OutboxOptions options = Sample.Options(folder) with { RetainAcknowledged = TimeSpan.Zero };
        using (var outbox = new SqliteOutbox(options, TimeProvider.System))
        {
            Fill(outbox, 3);
            outbox.Acknowledge(outbox.Epochs()[0].Epoch, 3);
        }

        using var again = new SqliteOutbox(options, TimeProvider.System);
        Assert.Equal(4, again.Append(Sample.Scan(), Sample.Time()).Key.Sequence);
    }

    [Theory]
    [InlineData("other", 2)]
    [InlineData(null, 11)]
    public void An_ack_for_another_epoch_or_beyond_the_journal_changes_nothing(string? epoch, long watermark)
    {
        using var folder = new TemporaryFolder();
        using var outbox = new SqliteOutbox(Sample.Options(folder) with { RetainAcknowledged = TimeSpan.Zero }, TimeProvider.System);
        Fill(outbox, 10);
        outbox.Acknowledge(epoch ?? outbox.Epochs()[0].Epoch, watermark);
        Assert.Equal(10, outbox.Epochs()[0].Waiting);
        Assert.Equal(10, Sample.All(outbox).Count);
    }

    private static void Fill(SqliteOutbox outbox, int count)
    {
        for (int i = 0; i < count; i++)
        {
            outbox.Append(Sample.Scan(i), Sample.Time(i));
        }
    }
}
