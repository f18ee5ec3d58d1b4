using System.Collections.Frozen;
using EdgeCheckpoint.Core.Credential;

namespace EdgeCheckpoint.Core.Lists;

/// <summary>The watch-list in force. A match changes no verdict and nothing that the person sees; only the district is told. Thread-safe.</summary>
public sealed class WatchList
{
    private volatile State _state = new(null, FrozenDictionary<ListHash, WatchListEntry[]>.Empty);

    public void Replace(WatchListKeys keys, IReadOnlyList<WatchListEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        _state = new State(keys, entries
            .GroupBy(static e => ListHash.TryParse(e.Hash, out ListHash hash) ? hash : default)
            .ToFrozenDictionary(static person => person.Key, static person => person.ToArray()));
    }

    /// <summary>Status class of the person whose genuine code this is; null when it is not listed at that moment. Who is listed several times has all the classes of that moment.</summary>
    /// <remarks>Without a set clock dates are left aside: better one alert too many than one missed.</remarks>
    public string? Match(CredentialResult credential, VerificationTime time)
    {
        ArgumentNullException.ThrowIfNull(credential);
        State state = _state;
        if (state.Keys is null || credential is not { Proved: true, Subject: { } subject }
            || !state.Entries.TryGetValue(state.Keys.HashOf(credential.Format, subject), out WatchListEntry[]? entries))
        {
            return null;
        }

        string[] classes = [.. entries.Where(e => Counts(e, time)).Select(static e => e.Class).Distinct()];
        return classes.Length > 0 ? string.Join(", ", classes) : null;
    }

    private static bool Counts(WatchListEntry entry, VerificationTime time) =>
        time.Clock == Contract.ClockState.Unset || (time.Now >= entry.From && (entry.Until is not { } until || time.Now < until));

    private sealed record State(WatchListKeys? Keys, FrozenDictionary<ListHash, WatchListEntry[]> Entries);
}
