using EdgeCheckpoint.District.Ingest;
using EdgeCheckpoint.District.Store;
using EdgeCheckpoint.Mqtt;

namespace EdgeCheckpoint.District.Dashboard;

/// <summary>Everything the page can look at.</summary>
internal sealed record DistrictView(string District, EventReader Reader, KioskRegistry Kiosks, DistrictIngest Ingest, MqttClient Client, TimeProvider Time)
{
    internal ApiEvents Events(long? after, int limit)
    {
        IReadOnlyList<StoredEvent> found = after is { } id ? Reader.After(id, limit) : Reader.Latest(limit);
        return new ApiEvents([.. found.Select(ApiEvent.Of)], found.Count > 0 ? found[^1].Id : after ?? 0);
    }

    /// <summary>Kiosks that changed after a version of the registry; all for 0.</summary>
    internal ApiKiosks KiosksSince(long since, out long version)
    {
        IReadOnlyList<KioskState> changed = Kiosks.Since(since);
        version = changed.Count > 0 ? changed.Max(static k => k.Version) : since;
        DateTimeOffset now = Time.GetUtcNow();
        return new ApiKiosks(District, [.. changed.Select(k => ApiKiosk.Of(k, now))]);
    }

    internal ApiListener Listener()
    {
        MqttConnectionState state = Client.State;
        (long events, long duplicates, long quarantined) = Ingest.Counters;
        return new ApiListener(District, state.Phase.ToString().ToLowerInvariant(), state.Detail, Ingest.StoreFault, Ingest.Refusals, events, duplicates, quarantined);
    }
}
