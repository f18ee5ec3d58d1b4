using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Coding;

namespace EdgeCheckpoint.Core.Credential.SmartHealth;

/// <summary>Whom a card is about: it knows a person by name and birth date only.</summary>
internal static class CardSubject
{
    /// <summary>Null when the bundle holds no patient, or one without a name.</summary>
    public static string? Of(JsonObject document)
    {
        foreach (JsonNode? entry in document["vc"]!["credentialSubject"]!["fhirBundle"]!["entry"]!.AsArray())
        {
            if (entry!["resource"] is JsonObject resource && StrictJson.Text(resource, "resourceType") == "Patient")
            {
                return resource["name"] is JsonArray { Count: > 0 } names && names[0] is { } name ? $"{name.ToJsonString()}|{StrictJson.Text(resource, "birthDate")}" : null;
            }
        }

        return null;
    }
}
