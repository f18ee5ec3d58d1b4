using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Contract.Kiosk;

namespace EdgeCheckpoint.Contract.Tests.Documents;

/// <summary>Everything below docs/reference that describes the wire, generated from the contract's types.</summary>
internal static class ContractDocuments
{
    public static readonly IReadOnlyDictionary<string, JsonTypeInfo> Events = new SortedDictionary<string, JsonTypeInfo>(StringComparer.Ordinal)
    {
        [AlarmEvent.KindName] = ContractJson.Context.AlarmEvent,
        [CalibrationEvent.KindName] = ContractJson.Context.CalibrationEvent,
        [GapEvent.KindName] = ContractJson.Context.GapEvent,
        [GateEvent.KindName] = ContractJson.Context.GateEvent,
        [ReadinessEvent.KindName] = ContractJson.Context.ReadinessEvent,
        [RecheckEvent.KindName] = ContractJson.Context.RecheckEvent,
        [ReportEvent.KindName] = ContractJson.Context.ReportEvent,
        [ScanEvent.KindName] = ContractJson.Context.ScanEvent,
        [ShiftEvent.KindName] = ContractJson.Context.ShiftEvent,
        [SupplyEvent.KindName] = ContractJson.Context.SupplyEvent,
        [VisitorEvent.KindName] = ContractJson.Context.VisitorEvent,
    };

    public static readonly IReadOnlyDictionary<string, JsonTypeInfo> Others = new SortedDictionary<string, JsonTypeInfo>(StringComparer.Ordinal)
    {
        ["ack"] = ContractJson.Context.DurableAck,
        ["command"] = KioskJson.Context.Command,
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
        foreach ((string name, JsonTypeInfo type) in Events.Concat(Others))
        {
            documents[$"schemas/{name}.json"] = Json(SchemaWriter.Of(type, name));
        }

        documents["schemas/envelope.json"] = Json(SchemaWriter.Envelope(Events.Keys.ToDictionary(static k => k, static k => $"{k}.json")));
        documents["asyncapi.yaml"] = AsyncApi.Document();
        return documents;
    }

    public static JsonNode Schema(string name) => JsonNode.Parse(All()[$"schemas/{name}.json"])!;

    private static string Json(JsonNode node) => node.ToJsonString(Indented) + "\n";
}
