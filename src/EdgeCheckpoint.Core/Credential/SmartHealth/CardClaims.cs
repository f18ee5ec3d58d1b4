using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Coding;

namespace EdgeCheckpoint.Core.Credential.SmartHealth;

/// <summary>What a SMART Health Card says about itself.</summary>
/// <param name="RevocationId">Identifier on the issuer's revocation list; null where it has none.</param>
internal sealed record CardClaims(string Issuer, DateTimeOffset NotBefore, DateTimeOffset? Expires, string Kind, string? RevocationId, JsonObject Document)
{
    private const string CardType = "https://smarthealth.cards#health-card";
    private const string TypePrefix = "https://smarthealth.cards#";
    internal const string Immunization = TypePrefix + "immunization";
    internal const string Laboratory = TypePrefix + "laboratory";

    /// <summary>Dates past the year 5000 are milliseconds taken for seconds.</summary>
    private const double MaxSeconds = 95_617_584_000;

    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out CardClaims? claims)
    {
        claims = null;
        if (!StrictJson.TryReadObject(json, out JsonObject? document)
            || document["vc"] is not JsonObject card
            || StrictJson.Text(document, "iss") is not { Length: <= 512 } issuer
            || !issuer.StartsWith("https://", StringComparison.Ordinal)
            || issuer.EndsWith('/')
            || !TryInstant(document, "nbf", out DateTimeOffset? notBefore)
            || notBefore is not { } start
            || !TryInstant(document, "exp", out DateTimeOffset? expires)
            || !TryTypes(card, out string[] types)
            || !IsRevocationId(card)
            || card["credentialSubject"] is not JsonObject subject
            || subject["fhirBundle"] is not JsonObject bundle
            || !CardBundle.IsSound(bundle)
            || !CardBundle.Matches(bundle, types))
        {
            return false;
        }

        claims = new CardClaims(issuer, start, expires, KindOf(types), StrictJson.Text(card, "rid"), document);
        return true;
    }

    private static string KindOf(string[] types) =>
        types.FirstOrDefault(static t => t is Immunization or Laboratory)?[TypePrefix.Length..] ?? "health-card";

    private static bool TryTypes(JsonObject card, out string[] types)
    {
        types = [];
        if (card["type"] is not JsonArray { Count: > 0 and <= 16 } list || !list.All(static t => t is JsonValue v && v.TryGetValue(out string? _)))
        {
            return false;
        }

        types = [.. list.Select(static t => t!.GetValue<string>())];
        return types.Contains(CardType);
    }

    private static bool IsRevocationId(JsonObject card) =>
        !card.ContainsKey("rid")
        || (StrictJson.Text(card, "rid") is { } id && CardRevocationList.IsIdentifier(id));

    private static bool TryInstant(JsonObject json, string name, out DateTimeOffset? instant)
    {
        instant = null;
        if (!json.ContainsKey(name))
        {
            return true;
        }

        if (StrictJson.Number(json, name) is not { } seconds || seconds is not (>= 0 and < MaxSeconds))
        {
            return false;
        }

        instant = DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000));
        return true;
    }
}
