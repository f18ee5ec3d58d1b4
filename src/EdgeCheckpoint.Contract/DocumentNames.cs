namespace EdgeCheckpoint.Contract;

/// <summary>The signed documents a district keeps for its kiosks: last level of <c>all/cfg/{name}</c>, and <c>kind</c> of an update command.</summary>
public static class DocumentNames
{
    public static IReadOnlyList<string> All { get; } = ["trust-list", "policy", "revocations", "revocations-delta", "watch-list"];
}
