using System.Net.ServerSentEvents;
using System.Text.Json;

namespace EdgeCheckpoint.Simulation.Demo;

/// <summary>What a kiosk's screen shows, read from the same event stream its page reads.</summary>
public sealed class ScreenListener : IAsyncDisposable
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private readonly Uri _kiosk;
    private readonly Task _reading;
    private volatile ShownView _view = new("", null, []);

    public ScreenListener(Uri kiosk, TimeProvider time)
    {
        _kiosk = kiosk;
        _time = time;
        _reading = ReadAsync();
    }

    /// <summary>What stands there now.</summary>
    public ShownView View => _view;

    /// <summary>Waits until the screen shows what is asked for; null when it does not within the time.</summary>
    public async Task<ShownView?> WaitAsync(Func<ShownView, bool> wanted, TimeSpan atMost, CancellationToken cancellationToken)
    {
        long from = _time.GetTimestamp();
        while (_time.GetElapsedTime(from) < atMost)
        {
            ShownView view = _view;
            if (wanted(view))
            {
                return view;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), _time, cancellationToken);
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using Stream stream = await _http.GetStreamAsync(new Uri(_kiosk, "/events"), _stop.Token);
                await foreach (SseItem<string> item in SseParser.Create(stream).EnumerateAsync(_stop.Token))
                {
                    if (item.EventType == "view")
                    {
                        _view = ShownView.Parse(item.Data);
                    }
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException && !_stop.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(300), _time, _stop.Token);
            }
        }
    }
}

/// <summary>One page as it was shown.</summary>
public sealed record ShownView(string Page, string? Verdict, IReadOnlyList<string> Reasons)
{
    /// <summary>Whether the number plate of the vehicle being served is known.</summary>
    public bool HasPlate { get; init; }

    internal static ShownView Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        return new ShownView(
            root.GetProperty("page").GetString()!,
            root.TryGetProperty("verdict", out JsonElement verdict) ? verdict.GetString() : null,
            root.TryGetProperty("reasons", out JsonElement reasons) ? [.. reasons.EnumerateArray().Select(static r => r.GetString()!)] : [])
        {
            HasPlate = root.TryGetProperty("vehicle", out JsonElement vehicle) && vehicle.GetProperty("hasPlate").GetBoolean(),
        };
    }
}
