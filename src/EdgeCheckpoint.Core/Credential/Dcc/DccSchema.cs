using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EdgeCheckpoint.Core.Credential.Dcc;

/// <summary>What the EU schema asks of a certificate, versions 1.0.0 to 1.3.0 taken together: where they differ, the laxer one counts.</summary>
internal static partial class DccSchema
{
    private const int MaxNameCharacters = 80;
    private const int MaxTextCharacters = 128;
    private const int MaxEntries = 4;

    /// <summary>A device number that no list assigns; issuers put it into documents that must fail.</summary>
    private const string UnassignedDevice = "9999";

    /// <param name="issuedAt">Nobody is born after their certificate was issued.</param>
    /// <returns>What is wrong, without personal data; null when nothing is.</returns>
    public static string? FaultOf(JsonObject document, DateTimeOffset issuedAt) =>
        (Text(document, "ver") is { } version && Version().IsMatch(version) ? null : "ver is not a version.")
        ?? NameFault(document["nam"])
        ?? BirthFault(Text(document, "dob"), issuedAt)
        ?? EntriesFault(document, "v", VaccinationFault)
        ?? EntriesFault(document, "t", TestFault)
        ?? EntriesFault(document, "r", RecoveryFault)
        ?? (DccEntries.KindOf(document) is null ? "It has no entry." : null);

    private static string? NameFault(JsonNode? node) =>
        node is not JsonObject name ? "nam is absent."
        : !Names.Any(name.ContainsKey) ? "nam is empty."
        : Names.Any(n => name.ContainsKey(n) && Text(name, n) is not { Length: <= MaxNameCharacters }) ? "A name is no text or too long."
        : TransliterationFault(name, "fn", "fnt") ?? TransliterationFault(name, "gn", "gnt");

    /// <summary>A name that is there is transliterated; one that is empty may stay empty.</summary>
    private static string? TransliterationFault(JsonObject name, string native, string transliterated) =>
        Text(name, transliterated) is not { } text || Icao().IsMatch(text) || (text.Length == 0 && string.IsNullOrEmpty(Text(name, native)))
            ? null
            : $"{transliterated} is not of A to Z and <.";

    private static string? BirthFault(string? dob, DateTimeOffset issuedAt)
    {
        if (dob is null || !Birth().IsMatch(dob))
        {
            return "dob is no date from 1900 to 2099.";
        }

        string issuedOn = issuedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return string.CompareOrdinal(dob, 0, issuedOn, 0, Math.Min(dob.Length, issuedOn.Length)) > 0 ? "dob is after the issue." : null;
    }

    private static string? EntriesFault(JsonObject document, string group, Func<JsonObject, string?> faultOf)
    {
        if (document[group] is not { } node)
        {
            return null;
        }

        return node is not JsonArray { Count: <= MaxEntries } entries ? $"{group} is no list of at most {MaxEntries}."
            : entries.Select(e => e is JsonObject entry ? CommonFault(entry) ?? faultOf(entry) : $"{group} holds no object.").FirstOrDefault(static f => f is not null);
    }

    private static string? CommonFault(JsonObject entry) =>
        Missing(entry, "tg", "co", "is", "ci")
        ?? entry.Where(static p => p.Value is JsonValue value && value.TryGetValue(out string? text) && text.Length > MaxTextCharacters)
            .Select(static p => $"{p.Key} is longer than {MaxTextCharacters} characters.").FirstOrDefault()
        ?? (Text(entry, "co") is { Length: 0 } or { Length: 2 } ? null : "co is no country.");

    private static string? VaccinationFault(JsonObject entry) =>
        Missing(entry, "vp", "mp", "ma", "dt")
        ?? (Count(entry, "dn") && Count(entry, "sd") ? null : "dn or sd is no number from 0 to 99.")
        ?? DateFault(entry, "dt")
        ?? (Text(entry, "ma") is { } holder && holder.StartsWith("ORG-", StringComparison.Ordinal) && !Organisation().IsMatch(holder) ? "ma is no organisation." : null);

    private static string? TestFault(JsonObject entry) =>
        Missing(entry, "tt", "sc", "tr")
        ?? (Text(entry, "sc") is { } taken && IsInstant(taken) ? null : "sc is no instant.")
        ?? (Text(entry, "ma") == UnassignedDevice ? "ma is a device that no list assigns." : null);

    private static string? RecoveryFault(JsonObject entry) =>
        Missing(entry, "fr", "df", "du") ?? DateFault(entry, "fr") ?? DateFault(entry, "df") ?? DateFault(entry, "du");

    private static string? Missing(JsonObject entry, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (Text(entry, name) is null)
            {
                return $"{name} is absent or no text.";
            }
        }

        return null;
    }

    private static string? DateFault(JsonObject entry, string name) =>
        Text(entry, name) is { } date && (Date().IsMatch(date) || IsInstant(date)) ? null : $"{name} is no date.";

    private static bool IsInstant(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static bool Count(JsonObject entry, string name) =>
        entry[name] is JsonValue value && double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        && number is >= 0 and <= 99 && number == Math.Floor(number);

    internal static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static readonly string[] Names = ["fn", "fnt", "gn", "gnt"];

    [GeneratedRegex(@"\A\d+\.\d+\.\d+\z")]
    private static partial Regex Version();

    [GeneratedRegex(@"\A[A-Z<]+\z")]
    private static partial Regex Icao();

    /// <summary>A year, a month, a day, or nothing; one issuer adds midnight.</summary>
    [GeneratedRegex(@"\A((19|20)\d\d(-\d\d){0,2}(T00:00:00)?)?\z")]
    private static partial Regex Birth();

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\d\z")]
    private static partial Regex Date();

    /// <summary>Nine digits; some issuers write a tenth.</summary>
    [GeneratedRegex(@"\AORG-\d{9,10}\z")]
    private static partial Regex Organisation();
}
