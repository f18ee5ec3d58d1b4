using System.Text.Json.Nodes;

namespace EdgeCheckpoint.Core.Credential;

/// <summary>What could be proved about one scanned text, here and now, without a network.</summary>
public sealed record CredentialResult
{
    /// <summary>Prefix of the format without its colon, such as <c>ECP1</c>, <c>HC1</c>, <c>shc</c>, <c>VDS-NC</c>; <c>unknown</c> otherwise.</summary>
    public required string Format { get; init; }

    public required CredentialStatus Status { get; init; }

    /// <summary>Why it is not valid, deciding reason first; empty when it is.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Kind within the format, such as <c>personal</c>, <c>exit</c>, <c>vaccination</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Whether a signature, or its provider's own answer, vouches for what it says and for whose it is; without, it is evidence against nobody.</summary>
    public bool Proved { get; init; }

    /// <summary>Identity of this one code, for replay and revocation; never shown. Null where nothing was proved.</summary>
    public string? Id { get; init; }

    /// <summary>What else it may be revoked by, such as the further entries of a certificate.</summary>
    public IReadOnlyList<string> OtherIds { get; init; } = [];

    /// <summary>Identity of its subject within the issuer; input of the keyed pseudonym, never shown, logged or sent.</summary>
    public string? Subject { get; init; }

    /// <summary>Whom it admits, as far as it tells: its subject, or the code itself where it names none.</summary>
    public string? Bearer => Subject ?? Id;

    /// <summary>Key that signed it, hexadecimal; null where no signature was proved.</summary>
    public string? KeyId { get; init; }

    public DateTimeOffset? IssuedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How long after an admission the same code admits nobody, for codes whose own dates do not tell; null where those count.</summary>
    public TimeSpan? CountsOnceFor { get; init; }

    /// <summary>Claims as rules see them (<c>credential.claims</c> of the policy input). Holds personal data: never shown or logged.</summary>
    public JsonObject Claims { get; init; } = [];

    /// <summary>What this kiosk itself holds against a genuine code, such as <c>code-replayed</c>; policies see it among the findings.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>What this kiosk counts for its subject, such as uses of a quota; policies see it among the counts.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; init; } = System.Collections.Frozen.FrozenDictionary<string, int>.Empty;

    public bool IsValid => Status == CredentialStatus.Valid;

    /// <summary>Word for a text that no format claims.</summary>
    public const string UnknownFormat = "unknown";

    public static CredentialResult Invalid(string format, string reason) =>
        new() { Format = format, Status = CredentialStatus.Invalid, Reasons = [reason] };
}

/// <summary>Three answers: proved good, proved bad, cannot be judged (for example without a trusted clock).</summary>
public enum CredentialStatus
{
    Valid,
    Invalid,
    Unjudgeable,
}
