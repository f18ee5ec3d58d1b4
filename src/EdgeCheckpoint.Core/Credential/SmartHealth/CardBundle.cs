using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Coding;

namespace EdgeCheckpoint.Core.Credential.SmartHealth;

/// <summary>What the card specification asks of the FHIR bundle inside; not a FHIR validator.</summary>
internal static class CardBundle
{
    private const int MaxEntries = 64;

    /// <summary>Whether it is a collection of resources with short references, each done: completed immunizations, final results.</summary>
    public static bool IsSound(JsonObject bundle) =>
        StrictJson.Text(bundle, "resourceType") == "Bundle"
        && StrictJson.Text(bundle, "type") == "collection"
        && bundle["entry"] is JsonArray { Count: > 0 and <= MaxEntries } entries
        && entries.All(static e => e is JsonObject entry && entry["resource"] is JsonObject resource && IsSoundResource(resource));

    /// <summary>Whether the card names the kinds of what it holds.</summary>
    public static bool Matches(JsonObject bundle, string[] types) =>
        bundle["entry"]!.AsArray().All(e => StrictJson.Text(e!["resource"], "resourceType") switch
        {
            "Immunization" => types.Contains(CardClaims.Immunization),
            "Observation" => types.Contains(CardClaims.Laboratory),
            _ => true,
        });

    private static bool IsSoundResource(JsonObject resource) =>
        IsSoundMeta(resource["meta"]) && StrictJson.Text(resource, "resourceType") switch
        {
            null => false,
            "Immunization" => StrictJson.Text(resource, "status") == "completed"
                && StrictJson.Text(resource, "occurrenceDateTime") is not null
                && HasCoding(resource["vaccineCode"]),
            "Observation" => StrictJson.Text(resource, "status") is "final" or "amended" or "corrected" && HasCoding(resource["code"]),
            _ => true,
        };

    /// <summary>The specification leaves meta only its security labels.</summary>
    private static bool IsSoundMeta(JsonNode? meta) =>
        meta is null || (meta is JsonObject labels && labels.All(static p => p.Key == "security") && labels["security"] is JsonArray { Count: > 0 } list
            && list.All(static l => StrictJson.Text(l, "code") is not null));

    private static bool HasCoding(JsonNode? concept) =>
        concept is JsonObject o && o["coding"] is JsonArray { Count: > 0 } codings
        && codings.All(static c => StrictJson.Text(c, "code") is not null && StrictJson.Text(c, "system") is not null);
}
