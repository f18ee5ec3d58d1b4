using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Uplink.Delivery;
using EdgeCheckpoint.Uplink.Tests.Outbox;

namespace EdgeCheckpoint.Uplink.Tests.Delivery;

public sealed class DiscoveryTests
{
    [Fact]
    public void Home_Assistant_is_told_of_every_part_by_topics_of_the_contract()
    {
        var info = new KioskInfo("0.1.0", "b1", "北门一号", [], new Dictionary<string, string>());
        MqttMessage message = HomeAssistantDiscovery.Message("homeassistant", Sample.Site, info);
        Assert.Equal(("homeassistant/device/kiosk-1/config", true), (message.Topic, message.Retain));
        JsonNode root = JsonNode.Parse(message.Payload.Span)!;
        Assert.Equal("北门一号", root["dev"]!["name"]!.GetValue<string>());
        Assert.Equal("ecp/v1/wuxi/north-gate/kiosk-1/status", root["avty"]![0]!["t"]!.GetValue<string>());
        foreach ((string name, JsonNode? part) in root["cmps"]!.AsObject())
        {
            Assert.Equal($"kiosk-1_{name}", part!["uniq_id"]!.GetValue<string>());
            Assert.StartsWith("ecp/v1/wuxi/north-gate/kiosk-1/", part["stat_t"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.Contains(part["p"]!.GetValue<string>(), (string[])["sensor", "binary_sensor"]);
        }
    }
}
