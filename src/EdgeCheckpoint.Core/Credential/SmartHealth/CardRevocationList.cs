using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Coding;

namespace EdgeCheckpoint.Core.Credential.SmartHealth;

/// <summary>An issuer's list of revoked cards, for one of its keys.</summary>
public sealed class CardRevocationList
{
    private const int MaxEntries = 1_000_000;
    private const int MaxIdentifierCharacters = 24;

    /// <summary>By identifier: cards issued before that instant are revoked; all of them where the list names none.</summary>
    private readonly Dictionary<string, DateTimeOffset> _revokedBefore;

    private CardRevocationList(string keyId, int counter, Dictionary<string, DateTimeOffset> revokedBefore)
    {
        KeyId = keyId;
        Counter = counter;
        _revokedBefore = revokedBefore;
    }

    /// <summary>Thumbprint of the key it speaks for, base64url.</summary>
    public string KeyId { get; }

    /// <summary>Grows with every issue of the list.</summary>
    public int Counter { get; }

    /// <param name="fault">Why it is refused as a whole: a list that is half understood would let revoked cards through.</param>
    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out CardRevocationList? list, out string fault)
    {
        list = null;
        if (!StrictJson.TryReadObject(json, out JsonObject? document)
            || StrictJson.Text(document, "kid") is not { Length: 43 } keyId
            || StrictJson.Text(document, "method") != "rid"
            || StrictJson.Number(document, "ctr") is not (>= 1 and <= int.MaxValue and double counter)
            || document["rids"] is not JsonArray { Count: <= MaxEntries } entries)
        {
            fault = "a card revocation list needs kid, method rid, ctr and rids.";
            return false;
        }

        Dictionary<string, DateTimeOffset> revokedBefore = new(entries.Count, StringComparer.Ordinal);
        foreach (JsonNode? entry in entries)
        {
            if (entry is not JsonValue value || !value.TryGetValue(out string? text) || !TryReadEntry(text, out string id, out DateTimeOffset before))
            {
                fault = "a rid is not 1 to 24 characters of base64url with an optional time.";
                return false;
            }

            if (!revokedBefore.TryAdd(id, before))
            {
                fault = "a rid occurs twice.";
                return false;
            }
        }

        fault = "";
        list = new CardRevocationList(keyId, (int)counter, revokedBefore);
        return true;
    }

    public bool IsRevoked(string revocationId, DateTimeOffset issuedAt) =>
        _revokedBefore.TryGetValue(revocationId, out DateTimeOffset before) && issuedAt < before;

    /// <summary>Characters of the base64url alphabet, at most 24; the specification does not ask that they decode to anything.</summary>
    internal static bool IsIdentifier(string text) =>
        text.Length is > 0 and <= MaxIdentifierCharacters && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static bool TryReadEntry(string text, out string id, out DateTimeOffset before)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        id = dot < 0 ? text : text[..dot];
        before = DateTimeOffset.MaxValue;
        if (!IsIdentifier(id))
        {
            return false;
        }

        if (dot < 0)
        {
            return true;
        }

        if (!uint.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out uint seconds))
        {
            return false;
        }

        before = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }
}
