using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Mqtt;

namespace EdgeCheckpoint.Uplink.Delivery;

/// <summary>Tells Home Assistant of the kiosk, so that it shows up there without a line of configuration.</summary>
/// <remarks>home-assistant.io/integrations/mqtt, device discovery. Needs the right to publish below the discovery prefix.</remarks>
internal static class HomeAssistantDiscovery
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <param name="prefix">Home Assistant's discovery prefix, usually <c>homeassistant</c>.</param>
    public static MqttMessage Message(string prefix, Site site, KioskInfo info)
    {
        string health = Topics.Telemetry(site, "health");
        var root = new JsonObject
        {
            ["dev"] = new JsonObject
            {
                ["ids"] = new JsonArray(site.Device),
                ["name"] = info.Lane.Length > 0 ? info.Lane : site.Device,
                ["mf"] = "EdgeCheckpoint",
                ["sw"] = info.Software,
            },
            ["o"] = new JsonObject { ["name"] = "EdgeCheckpoint", ["sw"] = info.Software },
            ["avty"] = new JsonArray(new JsonObject
            {
                ["t"] = Topics.Status(site),
                ["val_tpl"] = "{{ 'offline' if value_json.state == 'offline' else 'online' }}",
            }),
            ["cmps"] = new JsonObject
            {
                ["limited"] = Part(site, "limited", "binary_sensor", "Limited service", Topics.Status(site), "{{ 'ON' if value_json.state == 'degraded' else 'OFF' }}", ("dev_cla", "problem")),
                ["verdict"] = Part(site, "verdict", "sensor", "Last verdict", Topics.Event(site, "scan"), "{{ value_json.data.verdict }}"),
                ["waiting"] = Part(site, "waiting", "sensor", "Events waiting", health, "{{ value_json.queue.events }}", ("stat_cla", "measurement")),
                ["oldest"] = Part(site, "oldest", "sensor", "Oldest event waiting", health, "{{ value_json.queue.oldestSeconds }}", ("dev_cla", "duration"), ("unit_of_meas", "s")),
                ["board"] = Part(site, "board", "sensor", "Board temperature", health, "{{ value_json.boardCelsius | default(none) }}", ("dev_cla", "temperature"), ("unit_of_meas", "°C")),
                ["clock"] = Part(site, "clock", "sensor", "Clock", health, "{{ value_json.clock }}"),
            },
        };
        return new MqttMessage($"{prefix}/device/{site.Device}/config", JsonSerializer.SerializeToUtf8Bytes(root, Readable)) { Retain = true };
    }

    private static JsonObject Part(Site site, string id, string platform, string name, string topic, string template, params ReadOnlySpan<(string Key, string Value)> more)
    {
        var part = new JsonObject
        {
            ["p"] = platform,
            ["name"] = name,
            ["uniq_id"] = $"{site.Device}_{id}",
            ["stat_t"] = topic,
            ["val_tpl"] = template,
        };
        foreach ((string key, string value) in more)
        {
            part[key] = value;
        }

        return part;
    }
}
