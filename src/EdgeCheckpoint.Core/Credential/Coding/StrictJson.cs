using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

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
            json = HasOnlyText(utf8) ? JsonNode.Parse(utf8, documentOptions: Options) as JsonObject : null;
        }
        catch (JsonException)
        {
            // Not JSON; the answer is false.
        }

        return json is not null;
    }

    /// <summary>Nodes read their texts late and throw then, so bytes that are not UTF-8 and escapes that are no character are found here.</summary>
    private static bool HasOnlyText(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return false;
        }

        Utf8JsonReader reader = new(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped && !IsText(ref reader))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Takes all other members away: a signer speaks the words of its own format only.</summary>
    public static JsonObject Only(JsonObject json, params ReadOnlySpan<string> names)
    {
        for (int i = json.Count - 1; i >= 0; i--)
        {
            if (!names.Contains(json.GetAt(i).Key))
            {
                json.RemoveAt(i);
            }
        }

        return json;
    }

    public static string? Text(JsonNode? json, string name) =>
        json is JsonObject o && o[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static double? Number(JsonNode? json, string name) =>
        json is JsonObject o && o[name] is JsonValue value && value.TryGetValue(out double number) ? number : null;
}
