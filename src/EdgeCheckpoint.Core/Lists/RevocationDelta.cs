using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeCheckpoint.Core.Lists;

/// <summary>What changed since a snapshot. Each delta is whole in itself, so a kiosk that missed some needs only the last.</summary>
/// <remarks>Body: <c>{ "added": ["32 hexadecimal digits", ...], "removed": [...] }</c>.</remarks>
public sealed record RevocationDelta(FrozenSet<ListHash> Added, FrozenSet<ListHash> Removed)
{
    /// <summary>Past this a new snapshot is due.</summary>
    public const int MaxEntries = 200_000;

    public static RevocationDelta Empty { get; } = new(FrozenSet<ListHash>.Empty, FrozenSet<ListHash>.Empty);

    /// <returns>Null when the bytes are no delta.</returns>
    public static RevocationDelta? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject { Count: 2 } body
                && Read(body["added"]) is { } added
                && Read(body["removed"]) is { } removed
                ? new RevocationDelta(added.ToFrozenSet(), removed.ToFrozenSet())
                : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["added"] = new JsonArray([.. Added.Order().Select(static h => JsonValue.Create(h.ToString()))]),
        ["removed"] = new JsonArray([.. Removed.Order().Select(static h => JsonValue.Create(h.ToString()))]),
    });

    /// <summary>The same with one more revoked.</summary>
    public RevocationDelta With(IEnumerable<ListHash> revoked)
    {
        ListHash[] more = [.. revoked];
        return new RevocationDelta(Added.Union(more).ToFrozenSet(), Removed.Except(more).ToFrozenSet());
    }

    /// <summary>The same with some no longer revoked, whether the snapshot or this delta had them.</summary>
    public RevocationDelta Without(IEnumerable<ListHash> restored)
    {
        ListHash[] back = [.. restored];
        return new RevocationDelta(Added.Except(back).ToFrozenSet(), Removed.Union(back).ToFrozenSet());
    }

    private static List<ListHash>? Read(JsonNode? list)
    {
        if (list is not JsonArray { Count: <= MaxEntries } items)
        {
            return null;
        }

        List<ListHash> hashes = new(items.Count);
        foreach (JsonNode? item in items)
        {
            if (!ListHash.TryParse(item?.GetValue<string>(), out ListHash hash))
            {
                return null;
            }

            hashes.Add(hash);
        }

        return hashes;
    }
}
