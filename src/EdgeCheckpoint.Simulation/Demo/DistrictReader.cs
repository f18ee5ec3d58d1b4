using System.Globalization;
using System.Text.Json;

namespace EdgeCheckpoint.Simulation.Demo;

/// <summary>What the district's store knows, asked through its public interface.</summary>
public sealed class DistrictReader(Uri district, TimeProvider time) : IDisposable
{
    private const int PageSize = 500;

    private readonly HttpClient _http = new() { BaseAddress = district };

    /// <summary>All events in the kiosk's order: live ones overtake the backlog on their way to the store.</summary>
    public async Task<IReadOnlyList<StoredLine>> EventsAsync(CancellationToken cancellationToken)
    {
        var lines = new List<StoredLine>();
        long after = 0;
        while (true)
        {
            using JsonDocument page = JsonDocument.Parse(await _http.GetStringAsync(
                string.Create(CultureInfo.InvariantCulture, $"/api/events?after={after}&limit={PageSize}"), cancellationToken));
            JsonElement events = page.RootElement.GetProperty("events");
            lines.AddRange(events.EnumerateArray().Select(StoredLine.Parse));
            after = page.RootElement.GetProperty("next").GetInt64();
            if (events.GetArrayLength() < PageSize)
            {
                return [.. lines.OrderBy(static l => l.Sequence)];
            }
        }
    }

    /// <summary>Waits until the store holds that many scans, and then a little for one too many.</summary>
    public async Task<IReadOnlyList<StoredLine>> WaitForScansAsync(int count, TimeSpan atMost, CancellationToken cancellationToken)
    {
        long from = time.GetTimestamp();
        IReadOnlyList<StoredLine> lines = await EventsAsync(cancellationToken);
        while (lines.Count(static l => l.Kind == "scan") < count && time.GetElapsedTime(from) < atMost)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken);
            lines = await EventsAsync(cancellationToken);
        }

        await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
        return await EventsAsync(cancellationToken);
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>One event as the district stores it.</summary>
public sealed record StoredLine(long Sequence, string Kind, string? Verdict, IReadOnlyList<string> Reasons, string Replay)
{
    internal static StoredLine Parse(JsonElement line)
    {
        JsonElement data = line.GetProperty("data");
        return new StoredLine(
            line.GetProperty("sequence").GetInt64(),
            line.GetProperty("kind").GetString()!,
            line.TryGetProperty("verdict", out JsonElement verdict) ? verdict.GetString() : null,
            data.TryGetProperty("reasons", out JsonElement reasons) ? [.. reasons.EnumerateArray().Select(static r => r.GetString()!)] : [],
            line.GetProperty("replay").GetString()!);
    }
}
