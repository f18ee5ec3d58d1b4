using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;

namespace EdgeCheckpoint.Core.Credential.Pass;

/// <summary>Pass claims as rules see them; instants in RFC 3339, enums as words.</summary>
internal static class PassJson
{
    internal const string Binding = "binding";
    private const string Quota = "quota";
    private const string Days = "days";

    public static JsonObject Of(PassClaims claims)
    {
        JsonObject json = new()
        {
            ["issuer"] = claims.Issuer,
            ["kind"] = Words.Of(claims.Kind),
            ["issuedAt"] = Instant(claims.IssuedAt),
            ["expiresAt"] = Instant(claims.ExpiresAt),
        };
        Add(json, "colour", claims.Colour is { } colour ? Words.Of(colour) : null);
        if (claims.Test is { } test)
        {
            json["test"] = new JsonObject { ["at"] = Instant(test.At), ["kind"] = test.Kind };
        }

        if (claims.Doses is { } doses)
        {
            json["doses"] = doses;
        }

        if (claims.Statuses.Count > 0)
        {
            json["statuses"] = new JsonArray([.. claims.Statuses.Select(Status)]);
        }

        Add(json, "unit", claims.Unit);
        Add(json, "homeSite", claims.HomeSite);
        Add(json, Binding, claims.Binding is { } binding ? Words.Of(binding) : null);
        if (claims.Quota is { } quota)
        {
            json[Quota] = new JsonObject { ["count"] = quota.Count, [Days] = quota.Days };
        }

        Add(json, "plate", claims.Plate);
        if (claims.Route.Count > 0)
        {
            json["route"] = new JsonArray([.. claims.Route.Select(static p => (JsonNode)p)]);
        }

        Add(json, "role", claims.Role);
        return json;
    }

    /// <summary>0 where the claims have no quota.</summary>
    public static int QuotaDaysOf(JsonObject claims) =>
        claims[Quota] is JsonObject quota && quota[Days] is JsonValue value && value.TryGetValue(out int days) ? days : 0;

    private static JsonObject Status(PassStatus status)
    {
        JsonObject json = new() { ["class"] = status.Class, ["from"] = Instant(status.From) };
        Add(json, "until", status.Until is { } until ? Instant(until) : null);
        return json;
    }

    private static void Add(JsonObject json, string name, string? text)
    {
        if (text is not null)
        {
            json[name] = text;
        }
    }

    private static string Instant(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
