namespace EdgeCheckpoint.Core.Credential.Pass;

/// <summary>What makes claims a pass; the same for issuing and reading.</summary>
public static class PassRules
{
    /// <summary>What is wrong, for the person who issues; null when nothing is.</summary>
    public static string? FaultOf(PassClaims claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        return TextFault("issuer", claims.Issuer)
            ?? TextFault("subject", claims.Subject)
            ?? OptionalTextFault("unit", claims.Unit)
            ?? OptionalTextFault("home site", claims.HomeSite)
            ?? OptionalTextFault("plate", claims.Plate)
            ?? OptionalTextFault("role", claims.Role)
            ?? OptionalTextFault("test kind", claims.Test?.Kind)
            ?? RangeFault(claims)
            ?? ListFault(claims)
            ?? KindFault(claims);
    }

    private static string? RangeFault(PassClaims claims) =>
        !Enum.IsDefined(claims.Kind) ? "The kind is none of personal, exit, visitor, freight, staff."
        : !IsId(claims.Id) ? $"The id must be 1 to {PassLimits.IdBytes} bytes in lower-case hexadecimal."
        : claims.ExpiresAt <= claims.IssuedAt ? "The pass must expire after it is issued."
        : claims.Colour is { } colour && !Enum.IsDefined(colour) ? "The colour is none of green, yellow, red."
        : claims.Binding is { } binding && !Enum.IsDefined(binding) ? "The binding is neither person nor household."
        : claims.Doses is < 0 or > 99 ? "Doses must be 0 to 99."
        : claims.Quota is { Count: < 1 or > 1000 } or { Days: < 1 or > 366 } ? "The quota must be 1 to 1000 uses in 1 to 366 days."
        : claims.UtcOffsetMinutes is < -840 or > 840 ? "The offset from UTC must be within 14 hours."
        : null;

    private static string? ListFault(PassClaims claims) =>
        claims.Statuses.Count > PassLimits.ListItems || claims.Windows.Count > PassLimits.ListItems || claims.Route.Count > PassLimits.ListItems
            ? $"A list has at most {PassLimits.ListItems} items."
        : claims.Statuses.Select(static s => TextFault("status class", s.Class)).FirstOrDefault(static f => f is not null)
            ?? claims.Route.Select(static p => TextFault("place of the route", p)).FirstOrDefault(static f => f is not null)
            ?? (claims.Windows.All(Sound) ? null : "A time window needs days 1 to 127 and minutes 0 <= from < until <= 1440.");

    private static string? KindFault(PassClaims claims) => claims.Kind switch
    {
        PassKind.Personal when claims.Colour is null => "A personal code needs a colour.",
        PassKind.Freight when claims.Plate is null => "A freight pass needs a plate.",
        PassKind.Staff when claims.Role is null => "A staff badge needs a role.",
        _ => null,
    };

    private static bool Sound(PassWindow window) =>
        window.Days is > 0 and < 128 && window.FromMinute >= 0 && window.FromMinute < window.UntilMinute && window.UntilMinute <= 1440;

    private static string? OptionalTextFault(string name, string? text) => text is null ? null : TextFault(name, text);

    private static string? TextFault(string name, string text) =>
        text.Length is > 0 and <= PassLimits.TextCharacters ? null : $"The {name} must be 1 to {PassLimits.TextCharacters} characters.";

    /// <summary>Whether a pass can have that id, in the form that codes and lists have it.</summary>
    public static bool IsId(string id) =>
        id.Length is > 0 and <= 2 * PassLimits.IdBytes && id.Length % 2 == 0 && id.All(char.IsAsciiHexDigitLower);
}
