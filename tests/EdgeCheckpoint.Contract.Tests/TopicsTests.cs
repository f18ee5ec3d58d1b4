namespace EdgeCheckpoint.Contract.Tests;

public sealed class TopicsTests
{
    private static readonly Site Site = new("wuxi", "north-gate", "kiosk-1");

    [Fact]
    public void A_topic_is_taken_apart_again()
    {
        Assert.True(Topics.TryParse(Topics.Event(Site, "scan"), out Site site, out string channel, out string name));
        Assert.Equal((Site, "evt", "scan"), (site, channel, name));
    }

    [Theory]
    [InlineData("ecp/v1/d/c")]
    [InlineData("ecp/v2/d/c/k/status")]
    [InlineData("ecp/v1/d/+/k/status")]
    [InlineData("ecp/v1/d//k/status")]
    [InlineData("ecp/v1/d/c/k/evt/scan/more")]
    public void A_foreign_topic_is_refused(string topic) => Assert.False(Topics.TryParse(topic, out _, out _, out _));
}
