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

    /// <summary>Unique certificate identifiers of all entries, the deciding one first; at least one in a sound document.</summary>
    public static IReadOnlyList<string> IdentifiersOf(JsonObject document) =>
        [.. Kinds.Where(k => Has(document, k.Group)).SelectMany(k => document[k.Group]!.AsArray()).Select(static e => DccSchema.Text((JsonObject)e!, "ci")!)];

    private static bool Has(JsonObject document, string group) => document[group] is JsonArray { Count: > 0 };
}
