using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgeCheckpoint.District.Store;

namespace EdgeCheckpoint.District.Dashboard;

/// <summary>Server-sent events: new events, changed kiosks and the listener's own state, for one reader.</summary>
/// <remarks>Each reader keeps its own position in the store, so a slow one costs no memory and a returning one misses nothing.</remarks>
internal sealed class EventStream(DistrictView view, HttpResponse response)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, string> _states = [];
    private long _version;
    private ApiListener? _listener;

    internal async Task RunAsync(long after, CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        await response.WriteAsync("retry: 2000\n\n", cancellationToken).ConfigureAwait(false);
        while (!cancellationToken.IsCancellationRequested)
        {
            Task[] changes = [view.Ingest.Stored.Next, view.Kiosks.Changed.Next];
            await SendListenerAsync(cancellationToken).ConfigureAwait(false);
            after = await SendEventsAsync(after, cancellationToken).ConfigureAwait(false);
            await SendKiosksAsync(cancellationToken).ConfigureAwait(false);
            await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);

            // At most four updates a second, whatever the district does.
            await Task.Delay(TimeSpan.FromMilliseconds(250), view.Time, cancellationToken).ConfigureAwait(false);
            using var pulse = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task heartbeat = Task.Delay(Heartbeat, view.Time, pulse.Token);
            if (await Task.WhenAny([.. changes, heartbeat]).ConfigureAwait(false) == heartbeat)
            {
                await response.WriteAsync(": still here\n\n", cancellationToken).ConfigureAwait(false);
            }

            await pulse.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task<long> SendEventsAsync(long after, CancellationToken cancellationToken)
    {
        while (view.Reader.After(after, EventReader.MostAtOnce) is { Count: > 0 } found)
        {
            after = found[^1].Id;
            var events = new ApiEvents([.. found.Select(ApiEvent.Of)], after);
            await SendAsync("events", after, events, ApiJson.Readable.ApiEvents, cancellationToken).ConfigureAwait(false);
        }

        return after;
    }

    private async Task SendKiosksAsync(CancellationToken cancellationToken)
    {
        // A kiosk falls silent without any message, so its word is compared too, not only its version.
        ApiKiosks all = view.KiosksSince(0, out long newest);
        HashSet<string> changed = [.. view.KiosksSince(_version, out _).Kiosks.Select(static k => k.Device)];
        ApiKiosk[] news = [.. all.Kiosks.Where(k => changed.Contains(k.Device) || _states.GetValueOrDefault(k.Device) != k.State)];
        if (news.Length > 0)
        {
            _version = newest;
            foreach (ApiKiosk kiosk in news)
            {
                _states[kiosk.Device] = kiosk.State;
            }

            await SendAsync("kiosks", null, all with { Kiosks = news }, ApiJson.Readable.ApiKiosks, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SendListenerAsync(CancellationToken cancellationToken)
    {
        ApiListener now = view.Listener();
        if (now != _listener)
        {
            _listener = now;
            await SendAsync("listener", null, now, ApiJson.Readable.ApiListener, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SendAsync<T>(string name, long? id, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("event: ").Append(name).Append('\n');
        if (id is not null)
        {
            text.Append("id: ").Append(id.Value).Append('\n');
        }

        text.Append("data: ").Append(JsonSerializer.Serialize(value, type)).Append("\n\n");
        await response.WriteAsync(text.ToString(), cancellationToken).ConfigureAwait(false);
    }
}
