using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeCheckpoint.Core.Credential.Coding;

/// <summary>JSON from strangers: no duplicate members, no comments, bounded nesting, valid UTF-8.</summary>
internal static class StrictJson
{
    /// <summary>FHIR documents nest about a dozen levels.</summary>
    public const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <returns>False unless the bytes are one object and nothing else.</returns>
    public static bool TryReadObject(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out JsonObject? json)
    {
        json = null;
        try
        {
            json = JsonNode.Parse(utf8, documentOptions: Options) as JsonObject;
        }
        catch (JsonException)
        {
            // Not JSON; the answer is false.
        }

        return json is not null;
    }

    public static string? Text(JsonNode? json, string name) =>
        json is JsonObject o && o[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static double? Number(JsonNode? json, string name) =>
        json is JsonObject o && o[name] is JsonValue value && value.TryGetValue(out double number) ? number : null;
}
