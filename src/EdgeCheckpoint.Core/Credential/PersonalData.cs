using System.Text.Json.Nodes;

namespace EdgeCheckpoint.Core.Credential;

/// <summary>Claims for people who have no business with names.</summary>
public static class PersonalData
{
    public const string Hidden = "(hidden)";

    /// <summary>Members that hold names, birth dates, document numbers or contacts, in any of the formats.</summary>
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "nam", "dob", "pid", "patient", "name", "family", "given", "birthDate", "identifier", "telecom", "address", "subject",
    };

    /// <summary>A copy in which every such member reads <see cref="Hidden"/>, at any depth.</summary>
    public static JsonObject Hide(JsonObject claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        JsonObject copy = [];
        foreach ((string name, JsonNode? value) in claims)
        {
            copy.Add(name, Names.Contains(name) ? Hidden : Copy(value));
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
