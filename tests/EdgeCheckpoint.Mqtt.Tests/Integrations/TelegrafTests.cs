using System.Diagnostics;
using System.Text.Json;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Mqtt.Tests.Integrations;

/// <summary>The configuration for Telegraf, read by a real TOML parser, takes apart what kiosks really send.</summary>
public sealed class TelegrafTests
{
    private static JsonElement Load()
    {
        using Process python = Process.Start(new ProcessStartInfo("python3",
            ["-c", "import json, sys, tomllib; print(json.dumps(tomllib.load(open(sys.argv[1], 'rb'))))", IntegrationFiles.Find("telegraf", "edgecheckpoint.conf")])
        {
            RedirectStandardOutput = true,
        })!;
        string json = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        Assert.Equal(0, python.ExitCode);
        return JsonDocument.Parse(json).RootElement;
    }

    [NeedsFact(program: "python3")]
    public void Every_consumer_keeps_its_session_and_reads_fields_that_are_sent()
    {
        JsonElement[] consumers = [.. Load().GetProperty("inputs").GetProperty("mqtt_consumer").EnumerateArray()];
        Assert.Equal(2, consumers.Length);
        Assert.Equal(2, consumers.Select(static c => c.GetProperty("client_id").GetString()).Distinct().Count());
        foreach (JsonElement consumer in consumers)
        {
            Assert.True(consumer.GetProperty("qos").GetInt32() == 1 && consumer.GetProperty("persistent_session").GetBoolean());
            string sample = IntegrationFiles.Samples[string.Join('/', Assert.Single(consumer.GetProperty("topics").EnumerateArray()).GetString()!.Split('/')[5..])];
            using JsonDocument document = JsonDocument.Parse(sample);
            JsonElement parser = Assert.Single(consumer.GetProperty("json_v2").EnumerateArray());
            string[] paths =
            [
                parser.GetProperty("timestamp_path").GetString()!,
                .. parser.GetProperty("tag").EnumerateArray().Concat(parser.GetProperty("field").EnumerateArray()).Select(static f => f.GetProperty("path").GetString()!),
            ];
            foreach (string path in paths)
            {
                JsonElement at = document.RootElement;
                Assert.All(path.Split('.'), name => Assert.True(at.TryGetProperty(name, out at), $"{path} is not in {sample}"));
            }
        }
    }

    [NeedsFact(program: "python3")]
    public void The_topics_levels_become_district_checkpoint_and_device()
    {
        foreach (JsonElement consumer in Load().GetProperty("inputs").GetProperty("mqtt_consumer").EnumerateArray())
        {
            JsonElement parsing = Assert.Single(consumer.GetProperty("topic_parsing").EnumerateArray());
            string[] pattern = parsing.GetProperty("topic").GetString()!.Split('/');
            string[] tags = parsing.GetProperty("tags").GetString()!.Split('/');
            string[] topic = $"{Topics.Prefix(IntegrationFiles.Kiosk)}/{pattern[5]}/{pattern[6]}".Split('/');
            Assert.Equal(topic.Length, pattern.Length);
            Assert.Equal(topic.Length, tags.Length);
            Assert.All(pattern.Zip(topic), static p => Assert.True(p.First == "+" || p.First == p.Second));
            Assert.Equal(
                [("district", "binhu"), ("checkpoint", "east-gate"), ("device", "kiosk-7")],
                tags.Zip(topic).Where(static t => t.First != "_"));
        }
    }
}
