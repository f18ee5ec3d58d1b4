using System.Globalization;

namespace EdgeCheckpoint.Uplink.Tests.Outbox;

public sealed class CrashTests
{
    private const int Stories = 8;

    /// <summary>Crash points of all stories; torture.sh asks for more.</summary>
    private static readonly int Crashes =
        int.Parse(Environment.GetEnvironmentVariable("EDGECHECKPOINT_CRASHES") ?? "400", CultureInfo.InvariantCulture);

    private static readonly int Seed =
        int.Parse(Environment.GetEnvironmentVariable("EDGECHECKPOINT_SEED") ?? "1", CultureInfo.InvariantCulture);

    [Fact]
    public void No_durable_event_is_lost_and_every_start_succeeds_on_a_disk_that_drops_unsynced_writes_and_tears_pages()
    {
        int accepted = 0;
        for (int story = 0; story < Stories; story++)
        {
            var run = new CrashStory(Seed + story);
            run.Run(Crashes / Stories);
            accepted += run.Accepted;
        }

        Assert.True(accepted > Crashes, $"only {accepted} events were accepted between {Crashes} crashes: the test does not test");
    }
}
