using EdgeCheckpoint.Core.Credential;

namespace EdgeCheckpoint.Core.Lists;

/// <summary>Snapshot and delta in force; every look-up sees both as of one moment. Thread-safe.</summary>
public sealed class RevocationsInForce
{
    private volatile State _state = new(RevocationSnapshot.Empty, RevocationDelta.Empty);

    /// <summary>Entries of the snapshot and changes since.</summary>
    public (long Snapshot, int Added, int Removed) Counts => (_state.Snapshot.Count, _state.Delta.Added.Count, _state.Delta.Removed.Count);

    /// <summary>A new snapshot holds what the delta before it said.</summary>
    public void Replace(RevocationSnapshot snapshot) => _state = new State(snapshot, RevocationDelta.Empty);

    public void Replace(RevocationDelta delta) => _state = _state with { Delta = delta };

    /// <summary>Whether the code, or the person it belongs to, was revoked. At most 5 µs with 10 million entries.</summary>
    public bool IsRevoked(CredentialResult credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return (credential.Id is { } id && Contains(ListHash.OfCode(credential.Format, id)))
            || credential.OtherIds.Any(other => Contains(ListHash.OfCode(credential.Format, other)))
            || (credential.Subject is { } subject && Contains(ListHash.OfSubject(credential.Format, subject)));
    }

    public bool Contains(ListHash hash)
    {
        State state = _state;
        return state.Delta.Added.Contains(hash) || (!state.Delta.Removed.Contains(hash) && state.Snapshot.Contains(hash));
    }

    private sealed record State(RevocationSnapshot Snapshot, RevocationDelta Delta);
}
