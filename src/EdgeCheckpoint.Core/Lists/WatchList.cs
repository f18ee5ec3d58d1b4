using System.Collections.Frozen;
using EdgeCheckpoint.Core.Credential;

namespace EdgeCheckpoint.Core.Lists;

/// <summary>The watch-list in force. A match changes no verdict and nothing that the person sees; only the district is told. Thread-safe.</summary>
public sealed class WatchList
{
    private volatile State _state = new(null, FrozenDictionary<ListHash, WatchListEntry>.Empty);

    public int Count => _state.Entries.Count;

    public void Replace(WatchListKeys keys, IReadOnlyList<WatchListEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        Dictionary<ListHash, WatchListEntry> byHash = [];
        foreach (WatchListEntry entry in entries)
        {
            if (ListHash.TryParse(entry.Hash, out ListHash hash))
            {
                byHash[hash] = entry;
            }
        }

        _state = new State(keys, byHash.ToFrozenDictionary());
    }

    /// <summary>Status class of the person whose genuine code this is; null when it is not listed at that moment.</summary>
    /// <remarks>Without a set clock dates are left aside: better one alert too many than one missed.</remarks>
    public string? Match(CredentialResult credential, VerificationTime time)
    {
        ArgumentNullException.ThrowIfNull(credential);
        State state = _state;
        if (state.Keys is null || credential is not { Proved: true, Subject: { } subject }
            || !state.Entries.TryGetValue(state.Keys.HashOf(credential.Format, subject), out WatchListEntry? entry))
        {
            return null;
        }

        bool counts = time.Clock == Contract.ClockState.Unset || (time.Now >= entry.From && (entry.Until is not { } until || time.Now < until));
        return counts ? entry.Class : null;
    }

    private sealed record State(WatchListKeys? Keys, FrozenDictionary<ListHash, WatchListEntry> Entries);
}
