using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract.Commands;
using static EdgeCheckpoint.Contract.Tests.Documents.SchemaWriter;

namespace EdgeCheckpoint.Contract.Tests.Documents;

/// <summary>The AsyncAPI 3 document: who sends what on which topic.</summary>
internal static class AsyncApi
{
    private static readonly Site Parameters = new("{district}", "{checkpoint}", "{device}");

    public static string Document() =>
        "# Generated from the types of EdgeCheckpoint.Contract; see docs/delivery.md.\n" + Yaml.Write(Root());

    private static JsonObject Root()
    {
        var channels = new JsonObject();
        var operations = new JsonObject();
        var messages = new JsonObject();
        Add("status", Topics.Status(Parameters), "status", "kiosk", "Whether the kiosk serves. Retained; also the last will. Sent again as a heartbeat.");
        Add("info", Topics.Info(Parameters), "info", "kiosk", "What the kiosk is. Retained; sent at every connection.");
        Add("health", Topics.Telemetry(Parameters, "health"), "health", "kiosk", "How the kiosk does. Retained, expiring.");
        foreach (string kind in new[] { "scan", "gate", "alarm", "report" })
        {
            Add($"event-{kind}", Topics.Event(Parameters, kind), "envelope", "kiosk", $"Events of kind {kind}{(kind == "alarm" ? ", and gap records" : "")}. QoS 1, never retained; sent again until the durable ack.");
        }

        Add("ack", Topics.Ack(Parameters), "ack", "district", "The district's durable watermark. Retained. Only events it covers leave the kiosk.");
        foreach (string command in CommandNames.All)
        {
            Add($"command-{command}", Topics.Command(Parameters, command), "signed-command", "district", $"Command {command}. QoS 1, never retained, expiring within 30 s; with response topic and correlation data in MQTT 5.");
            Add($"response-{command}", Topics.Response(Parameters, command), "response", "kiosk", $"Answer to {command}; at the response topic asked for, if that lies below this one.");
        }

        return Object(
            ("asyncapi", "3.0.0"),
            ("info", Object(
                ("title", "EdgeCheckpoint"),
                ("version", "1"),
                ("description", "What crosses between the kiosks of a district and the district itself. MQTT 5; every message also makes sense to a 3.1.1 reader. All payloads are UTF-8 JSON."))),
            ("defaultContentType", "application/json"),
            ("channels", channels),
            ("operations", operations),
            ("components", Object(("messages", messages))));

        void Add(string name, string address, string schema, string sender, string description)
        {
            channels[name] = Object(
                ("address", address),
                ("description", description),
                ("messages", Object((schema, Object(("$ref", $"#/components/messages/{schema}"))))),
                ("parameters", Object(
                    ("district", Object(("description", "Name of the district."))),
                    ("checkpoint", Object(("description", "Name of the checkpoint."))),
                    ("device", Object(("description", "The certificate's common name, the MQTT user name and the client id."))))));
            operations[$"{(sender == "kiosk" ? "kiosk-sends" : "kiosk-receives")}-{name}"] = Object(
                ("action", sender == "kiosk" ? "send" : "receive"),
                ("channel", Object(("$ref", $"#/channels/{name}"))),
                ("messages", new JsonArray(Object(("$ref", $"#/channels/{name}/messages/{schema}")))));
            messages[schema] ??= Object(
                ("name", schema),
                ("contentType", schema == "envelope" ? EnvelopeCodec.ContentType : "application/json"),
                ("payload", Object(("schemaFormat", "application/schema+json;version=draft-2020-12"), ("schema", Object(("$ref", $"schemas/{schema}.json"))))));
        }
    }
}
