using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract.Commands;
using static EdgeCheckpoint.Contract.Tests.Documents.SchemaWriter;

namespace EdgeCheckpoint.Contract.Tests.Documents;

/// <summary>The AsyncAPI 3 document: who sends what on which topic.</summary>
internal static class AsyncApi
{
    private static readonly Site Parameters = new("{district}", "{checkpoint}", "{device}");

    private static readonly (string Name, string Meaning)[] Levels =
    [
        ("district", "Name of the district."),
        ("checkpoint", "Name of the checkpoint."),
        ("device", "The certificate's common name, the MQTT user name and the client id."),
    ];

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
        foreach (string kind in EnvelopeCodec.Kinds.Keys.Where(static k => Topics.EventOf(Parameters, k) == Topics.Event(Parameters, k)))
        {
            Add($"event-{kind}", Topics.Event(Parameters, kind), "envelope", "kiosk", $"Events of kind {kind}{(kind == "alarm" ? ", and gap records" : "")}. QoS 1, never retained; sent again until the durable ack.");
        }

        Add("ack", Topics.Ack(Parameters), "ack", "district", "The district's durable watermark. Retained. Only events it covers leave the kiosk.");
        foreach (string command in CommandNames.All)
        {
            Add($"command-{command}", Topics.Command(Parameters, command), "signed-command", "district", $"Command {command}; its body is command.json with {ContractDocuments.ArgumentsOf(command)}.json. QoS 1, never retained, expiring within 30 s; with response topic and correlation data in MQTT 5.");
            Add($"response-{command}", Topics.Response(Parameters, command), "response", "kiosk", $"Answer to {command}; at the response topic asked for, if that lies below this one.");
        }

        foreach (string document in DocumentNames.All)
        {
            Add($"document-{document}", Topics.DistrictConfiguration(Parameters.District, document), "document", "district", $"The {document} in force for all kiosks of a district. Retained; signed, so that it does not matter who brings it.");
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
                ("parameters", Object([.. Levels.Where(l => address.Contains($"{{{l.Name}}}", StringComparison.Ordinal)).Select(static l => (l.Name, (JsonNode?)Object(("description", l.Meaning))))])));
            operations[$"{(sender == "kiosk" ? "kiosk-sends" : "kiosk-receives")}-{name}"] = Object(
                ("action", sender == "kiosk" ? "send" : "receive"),
                ("channel", Object(("$ref", $"#/channels/{name}"))),
                ("messages", new JsonArray(Object(("$ref", $"#/channels/{name}/messages/{schema}")))));
            messages[schema] ??= Object(
                ("name", schema),
                ("contentType", schema switch { "envelope" => EnvelopeCodec.ContentType, "document" => "application/octet-stream", _ => "application/json" }),
                ("payload", schema == "document"
                    ? Object(("type", "string"), ("format", "binary"), ("description", "A signed document of the district; see docs/policy.md."))
                    : Object(("schemaFormat", "application/schema+json;version=draft-2020-12"), ("schema", Object(("$ref", $"schemas/{schema}.json"))))));
        }
    }
}
