using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;

namespace EdgeCheckpoint.Cli.Verbs;

/// <summary>Prints one verified code.</summary>
internal static class CredentialPrinter
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static void Print(CredentialResult result, bool json, bool showPersonal)
    {
        JsonObject claims = showPersonal ? (JsonObject)result.Claims.DeepClone() : PersonalData.Hide(result.Claims);
        if (json)
        {
            JsonObject line = new()
            {
                ["format"] = result.Format,
                ["valid"] = result.IsValid,
                ["status"] = Words.Of(result.Status),
                ["reasons"] = new JsonArray([.. result.Reasons.Select(static r => (JsonNode)r)]),
                ["kind"] = result.Kind,
                ["keyId"] = result.KeyId,
                ["issuedAt"] = Instant(result.IssuedAt),
                ["expiresAt"] = Instant(result.ExpiresAt),
                ["claims"] = claims,
            };
            Console.Out.WriteLine(SafeText.OfJson(line.ToJsonString(Readable)));
            return;
        }

        Line("format", result.Format);
        Line("status", Words.Of(result.Status));
        Line("reasons", result.Reasons.Count == 0 ? null : string.Join(", ", result.Reasons));
        Line("kind", result.Kind);
        Line("key", result.KeyId);
        Line("issued", Instant(result.IssuedAt));
        Line("expires", Instant(result.ExpiresAt));
        foreach ((string name, JsonNode? value) in claims)
        {
            Line(name, value is JsonValue ? value.ToString() : value?.ToJsonString(Readable) ?? "");
        }
    }

    private static void Line(string name, string? value)
    {
        if (value is not null)
        {
            Output.Result.Profile.Out.Writer.WriteLine($"{SafeText.Of(name),-12} {SafeText.Of(value)}");
        }
    }

    private static string? Instant(DateTimeOffset? instant) =>
        instant?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
