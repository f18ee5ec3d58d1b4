using System.Text.Json.Nodes;

namespace EdgeCheckpoint.Core.Credential;

/// <summary>Claims for people who have no business with names.</summary>
public static class PersonalData
{
    public const string Hidden = "(hidden)";

    /// <summary>What may be shown, in any of the formats. A list of what must not be would never be whole: issuers put names where nobody expects them.</summary>
    private static readonly HashSet<string> Shown = new(StringComparer.Ordinal)
    {
        // District passes and codes of a provider.
        "issuer", "kind", "issuedAt", "expiresAt", "colour", "test", "at", "doses", "statuses", "class", "from", "until", "unit", "homeSite",
        "binding", "quota", "count", "days", "plate", "route", "role", "answer", "result", "source", "ageSeconds",

        // EU certificates.
        "ver", "v", "t", "r", "tg", "vp", "mp", "ma", "dn", "sd", "dt", "tt", "nm", "sc", "tr", "tc", "fr", "df", "du", "co", "is",

        // SMART Health Cards and the FHIR resources in them.
        "iss", "nbf", "exp", "vc", "type", "credentialSubject", "fhirVersion", "fhirBundle", "resourceType", "entry", "resource", "status",
        "vaccineCode", "code", "coding", "system", "occurrenceDateTime", "effectiveDateTime", "valueCodeableConcept",

        // ICAO seals.
        "hdr", "msg", "ve", "des", "dis", "vd", "dvc", "seq", "ctr", "dat", "ri",
    };

    /// <summary>A copy in which every other member reads <see cref="Hidden"/>, at any depth.</summary>
    public static JsonObject Hide(JsonObject claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        JsonObject copy = [];
        foreach ((string name, JsonNode? value) in claims)
        {
            copy.Add(name, Shown.Contains(name) ? Copy(value) : Hidden);
        }

        return copy;
    }

    private static JsonNode? Copy(JsonNode? node) => node switch
    {
        JsonObject inner => Hide(inner),
        JsonArray list => new JsonArray([.. list.Select(Copy)]),
        _ => node?.DeepClone(),
    };
}
