using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeCheckpoint.Contract;
using YamlDotNet.RepresentationModel;

namespace EdgeCheckpoint.Mqtt.Tests.Integrations;

/// <summary>The files for Home Assistant speak of topics and fields that kiosks really send.</summary>
public sealed class HomeAssistantTests
{
    private static readonly JsonElement Discovery = JsonDocument.Parse(IntegrationFiles.Read("home-assistant", "discovery.json")).RootElement;

    private static string Sample(string topic)
    {
        string prefix = Topics.Prefix(IntegrationFiles.Kiosk) + "/";
        Assert.StartsWith(prefix, topic, StringComparison.Ordinal);
        return IntegrationFiles.Samples[topic[prefix.Length..]];
    }

    /// <summary>Every value_json.a.b of a template must be in the sample.</summary>
    private static void AssertFieldsExist(string template, string sample, string pattern)
    {
        using JsonDocument document = JsonDocument.Parse(sample);
        MatchCollection fields = Regex.Matches(template, pattern);
        Assert.NotEmpty(fields);
        foreach (Match field in fields)
        {
            JsonElement at = document.RootElement;
            foreach (string name in field.Groups[1].Value.Split('.'))
            {
                Assert.True(at.TryGetProperty(name, out JsonElement next), $"{field.Value} is not in {sample}");
                at = next;
            }
        }
    }

    [Fact]
    public void The_discovery_message_has_what_device_discovery_demands()
    {
        Assert.NotEmpty(Discovery.GetProperty("dev").GetProperty("ids").EnumerateArray());
        Assert.NotEqual("", Discovery.GetProperty("o").GetProperty("name").GetString());
        string[] ids = [.. Discovery.GetProperty("cmps").EnumerateObject().Select(static c => c.Value.GetProperty("unique_id").GetString()!)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, static id => Assert.StartsWith("kiosk-7_", id, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_component_reads_fields_that_are_sent()
    {
        AssertFieldsExist(Discovery.GetProperty("avty_tpl").GetString()!, Sample(Discovery.GetProperty("avty_t").GetString()!), @"value_json\.([A-Za-z.]+)");
        foreach (JsonProperty component in Discovery.GetProperty("cmps").EnumerateObject())
        {
            Assert.Contains(component.Value.GetProperty("p").GetString(), (string[])["sensor", "binary_sensor", "event"]);
            AssertFieldsExist(component.Value.GetProperty("value_template").GetString()!, Sample(component.Value.GetProperty("state_topic").GetString()!), @"value_json\.([A-Za-z.]+)");
        }
    }

    [Fact]
    public void The_words_of_every_list_are_the_contracts_words()
    {
        string[] Listed(string component, string list) => [.. Discovery.GetProperty("cmps").GetProperty(component).GetProperty(list).EnumerateArray().Select(static w => w.GetString()!).Order(StringComparer.Ordinal)];
        Assert.Equal(Enum.GetValues<Verdict>().Select(static v => Words.Of(v)).Order(StringComparer.Ordinal), Listed("verdict", "options"));
        Assert.Equal(Enum.GetValues<EdgeCheckpoint.Contract.Kiosk.KioskState>().Select(static s => Words.Of(s)).Order(StringComparer.Ordinal), Listed("state", "options"));
    }

    [Fact]
    public void Every_automation_listens_to_a_real_topic_and_reads_its_fields()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(IntegrationFiles.Read("home-assistant", "edgecheckpoint.yaml")));
        var automations = (YamlSequenceNode)((YamlMappingNode)yaml.Documents[0].RootNode)["automation"];
        Assert.Equal(3, automations.Children.Count);
        foreach (YamlNode automation in automations)
        {
            string topic = ((YamlScalarNode)automation["triggers"][0]["topic"]).Value!;
            string[] levels = topic.Split('/');
            Assert.Equal(["ecp", "v1", "binhu", "+", "+"], levels[..5]);
            AssertFieldsExist(automation.ToString(), IntegrationFiles.Samples[string.Join('/', levels[5..])], @"payload_json\.([A-Za-z.]+[A-Za-z])");
            Assert.StartsWith("edgecheckpoint_", ((YamlScalarNode)automation["id"]).Value, StringComparison.Ordinal);
        }
    }
}
