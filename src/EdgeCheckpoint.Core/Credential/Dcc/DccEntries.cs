using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Keys;

namespace EdgeCheckpoint.Core.Credential.Dcc;

/// <summary>What kind of certificate it is, and which signer that needs.</summary>
internal static class DccEntries
{
    private static readonly (string Group, string Kind, KeyUsages Usage)[] Kinds =
    [
        ("v", "vaccination", KeyUsages.DccVaccination),
        ("t", "test", KeyUsages.DccTest),
        ("r", "recovery", KeyUsages.DccRecovery),
    ];

    /// <summary>Null when there is no entry.</summary>
    public static string? KindOf(JsonObject document) => Kinds.FirstOrDefault(k => Has(document, k.Group)).Kind;

    /// <summary>All usages that the signer needs: one for every group that has entries.</summary>
    public static KeyUsages UsagesOf(JsonObject document)
    {
        KeyUsages usages = KeyUsages.None;
        foreach ((string group, _, KeyUsages usage) in Kinds)
        {
            usages |= Has(document, group) ? usage : KeyUsages.None;
        }

        return usages;
    }

    /// <summary>Unique certificate identifier of the first entry; null when absent.</summary>
    public static string? IdentifierOf(JsonObject document)
    {
        foreach ((string group, _, _) in Kinds)
        {
            if (document[group] is JsonArray { Count: > 0 } entries && entries[0] is JsonObject entry)
            {
                return DccSchema.Text(entry, "ci");
            }
        }

        return null;
    }

    private static bool Has(JsonObject document, string group) => document[group] is JsonArray { Count: > 0 };
}
