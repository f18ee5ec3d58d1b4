using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Delivery;

namespace EdgeCheckpoint.Uplink.Tests.Delivery;

public sealed class BacklogRateTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(2000)]
    public void A_backlog_goes_out_at_its_rate_however_low_or_high(int perSecond)
    {
        const int seconds = 10;
        var time = new ManualTime();
        var rate = new BacklogRate(perSecond, time);
        long start = time.GetTimestamp();
        int sent = 0;
        while (time.GetElapsedTime(start).TotalSeconds < seconds)
        {
            sent += rate.Take(256);
            time.Advance(rate.Next);
        }

        Assert.InRange(sent, (perSecond * seconds) - 1, perSecond * seconds);
    }

    [Fact]
    public void After_a_pause_no_more_than_a_tenth_of_a_second_is_made_up_for()
    {
        var time = new ManualTime();
        var rate = new BacklogRate(2000, time);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(200, rate.Take(256));
        Assert.Equal(0, rate.Take(256));
        rate.GiveBack(150);
        Assert.Equal(150, rate.Take(256));
    }
}
