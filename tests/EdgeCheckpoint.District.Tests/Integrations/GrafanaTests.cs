using System.Text.Json;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.District.Store;
using EdgeCheckpoint.Testing;
using Microsoft.Data.Sqlite;
using static EdgeCheckpoint.District.Tests.Events;

namespace EdgeCheckpoint.District.Tests.Integrations;

/// <summary>Every panel of the Grafana dashboard runs against a real store and shows what is in it.</summary>
public sealed class GrafanaTests
{
    private static readonly JsonElement Dashboard =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "integrations", "grafana", "district.json"))).RootElement;

    private static Dictionary<string, List<Dictionary<string, object>>> RunAll(string file)
    {
        Dictionary<string, List<Dictionary<string, object>>> results = [];
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        foreach (JsonElement panel in Dashboard.GetProperty("panels").EnumerateArray())
        {
            JsonElement target = Assert.Single(panel.GetProperty("targets").EnumerateArray());
            Assert.Equal(target.GetProperty("rawQueryText").GetString(), target.GetProperty("queryText").GetString());
            using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The dashboard is our own file.
            command.CommandText = target.GetProperty("queryText").GetString()!
                .Replace("$__from", $"{Noon.AddDays(-1).ToUnixTimeMilliseconds()}", StringComparison.Ordinal)
                .Replace("$__to", $"{Noon.AddDays(1).ToUnixTimeMilliseconds()}", StringComparison.Ordinal);
#pragma warning restore CA2100
            using SqliteDataReader row = command.ExecuteReader();
            List<Dictionary<string, object>> rows = [];
            while (row.Read())
            {
                rows.Add(Enumerable.Range(0, row.FieldCount).ToDictionary(row.GetName, row.GetValue));
            }

            foreach (JsonElement time in target.GetProperty("timeColumns").EnumerateArray())
            {
                Assert.All(rows, r => Assert.Contains(time.GetString()!, r.Keys));
            }

            results.Add(panel.GetProperty("title").GetString()!, rows);
        }

        return results;
    }

    [Fact]
    public void Every_panel_shows_what_the_store_holds()
    {
        using var folder = new TemporaryFolder();
        using EventStore store = EventStore.Open(folder.File("district.db"));
        store.Commit(
        [
            Incoming(Of(Kiosk, 1, new ScanEvent { Verdict = Verdict.Pass, Reasons = [], Direction = Direction.In, Measurement = new Measurement(36.5, 0.3, "baseline") })),
            Incoming(Of(Kiosk, 2, new ScanEvent { Verdict = Verdict.Refer, Reasons = [Reasons.TemperatureElevated], Direction = Direction.In, Measurement = new Measurement(37.9, 0.3, "baseline") })),
            Incoming(Of(Kiosk, 3, new AlarmEvent("sensor-fault", true, "no answer"))),
            Incoming(Of(Kiosk, 6, new GapEvent(4, 6, "no space"))),
        ]);
        Dictionary<string, List<Dictionary<string, object>>> panels = RunAll(store.File);

        object Only(string start, string column) => Assert.Single(panels.Single(p => p.Key.StartsWith(start, StringComparison.Ordinal)).Value)[column];
        Assert.Equal(1L, Only("Pass", "n"));
        Assert.Equal(1L, Only("Recheck", "n"));
        Assert.Equal(0L, Only("Refused", "n"));
        Assert.Equal("temperature-elevated", Only("Reasons", "reason"));
        Assert.Equal(37.9, Only("Skin temperature", "highest"));
        Assert.Equal(1L, Only("Kiosks", "alarms"));
        Assert.Equal("sensor-fault", Only("Active alarms", "code"));
        Assert.Equal("4 to 6", Only("Gaps", "which"));
        Assert.Equal(2, panels.Single(static p => p.Key.StartsWith("Verdicts", StringComparison.Ordinal)).Value.Count);
    }

    [Fact]
    public void Panels_have_their_own_ids_and_places()
    {
        JsonElement[] panels = [.. Dashboard.GetProperty("panels").EnumerateArray()];
        Assert.Equal(panels.Length, panels.Select(static p => p.GetProperty("id").GetInt32()).Distinct().Count());
        HashSet<(int X, int Y)> taken = [];
        foreach (JsonElement place in panels.Select(static p => p.GetProperty("gridPos")))
        {
            (int x, int y, int w, int h) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32(), place.GetProperty("w").GetInt32(), place.GetProperty("h").GetInt32());
            Assert.InRange(x + w, 1, 24);
            Assert.All(from cx in Enumerable.Range(x, w) from cy in Enumerable.Range(y, h) select (cx, cy), cell => Assert.True(taken.Add(cell), $"{cell} is taken twice"));
        }
    }
}
