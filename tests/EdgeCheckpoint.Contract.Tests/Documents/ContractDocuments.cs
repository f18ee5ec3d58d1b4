using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using EdgeCheckpoint.Contract.Commands;
using EdgeCheckpoint.Contract.Kiosk;

namespace EdgeCheckpoint.Contract.Tests.Documents;

/// <summary>Everything below docs/reference that describes the wire, generated from the contract's types.</summary>
internal static class ContractDocuments
{
    /// <summary>Types of the arguments of every command.</summary>
    public static readonly IReadOnlyDictionary<string, JsonTypeInfo> Arguments = new SortedDictionary<string, JsonTypeInfo>(StringComparer.Ordinal)
    {
        [CommandNames.SetMode] = KioskJson.Context.SetModeArguments,
        [CommandNames.OpenGate] = KioskJson.Context.OpenGateArguments,
        [CommandNames.Update] = KioskJson.Context.UpdateArguments,
        [CommandNames.Report] = KioskJson.Context.ReportArguments,
        [CommandNames.Diagnostics] = KioskJson.Context.NoArguments,
        [CommandNames.Restart] = KioskJson.Context.NoArguments,
    };

    public static readonly IReadOnlyDictionary<string, JsonTypeInfo> Others = new SortedDictionary<string, JsonTypeInfo>(StringComparer.Ordinal)
    {
        ["ack"] = ContractJson.Context.DurableAck,
        ["health"] = KioskJson.Context.KioskHealth,
        ["info"] = KioskJson.Context.KioskInfo,
        ["response"] = KioskJson.Context.CommandResponse,
        ["signed-command"] = KioskJson.Context.SignedCommand,
        ["status"] = KioskJson.Context.KioskStatus,
    };

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>Path below docs/reference, and content.</summary>
    public static IReadOnlyDictionary<string, string> All()
    {
        var documents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, JsonTypeInfo type) in EnvelopeCodec.Kinds.Concat(Others))
        {
            documents[$"schemas/{name}.json"] = Json(SchemaWriter.Of(type, name));
        }

        foreach ((string name, JsonTypeInfo type) in Arguments)
        {
            documents[$"schemas/{ArgumentsOf(name)}.json"] = Json(SchemaWriter.Of(type, ArgumentsOf(name)));
        }

        documents["schemas/command.json"] = Json(SchemaWriter.Command(Arguments.Keys.ToDictionary(static k => k, static k => $"{ArgumentsOf(k)}.json")));
        documents["schemas/envelope.json"] = Json(SchemaWriter.Envelope(EnvelopeCodec.Kinds.Keys.Order(StringComparer.Ordinal).ToDictionary(static k => k, static k => $"{k}.json")));
        documents["asyncapi.yaml"] = AsyncApi.Document();
        return documents;
    }

    public static string ArgumentsOf(string command) => $"arguments-{command}";

    public static JsonNode Schema(string name) => JsonNode.Parse(All()[$"schemas/{name}.json"])!;

    private static string Json(JsonNode node) => node.ToJsonString(Indented) + "\n";
}
