using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using EdgeCheckpoint.District.Hosting;
using EdgeCheckpoint.District.Store;
using EdgeCheckpoint.Testing;
using static EdgeCheckpoint.District.Tests.Events;

namespace EdgeCheckpoint.District.Tests.Dashboard;

/// <summary>The whole program but its process, without a broker: it must serve all the same.</summary>
public sealed class DistrictHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _stop.Dispose();
        _folder.Dispose();
    }

    private DistrictOptions Options(string url) => new()
    {
        District = "binhu",
        BrokerHost = "127.0.0.1",
        BrokerPort = 1,
        Store = _folder.File("district.db"),
        Url = url,
        ClientId = "district-binhu",
    };

    private async Task<int> ServeAsync(Func<HttpClient, Task> visit)
    {
        var address = new TaskCompletionSource<string>();
        Task<int> running = DistrictHost.RunAsync(Options("http://127.0.0.1:0"), TimeProvider.System, address.SetResult, _stop.Token);
        using var http = new HttpClient { BaseAddress = new Uri(await address.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System)), Timeout = TimeSpan.FromSeconds(20) };
        await visit(http);
        await _stop.CancelAsync();
        return await running.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
    }

    [NeedsFact(library: "libmosquitto.so.1")]
    public async Task The_page_and_its_parts_are_served_under_a_strict_policy()
    {
        int code = await ServeAsync(static async http =>
        {
            foreach (string part in (string[])["/", "/district.css", "/district.js", "/texts.js", "/favicon.svg"])
            {
                using HttpResponseMessage response = await http.GetAsync(new Uri(part, UriKind.Relative));
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                string policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
                Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
                Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            }

            string page = await http.GetStringAsync(new Uri("/", UriKind.Relative));
            Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
            string script = await http.GetStringAsync(new Uri("/district.js", UriKind.Relative));
            Assert.DoesNotContain("innerHTML", script, StringComparison.Ordinal);
        });
        Assert.Equal(ExitCode.Ok, code);
    }

    [NeedsFact(library: "libmosquitto.so.1")]
    public async Task Events_are_read_by_position_and_markup_in_them_stays_escaped()
    {
        using (EventStore store = EventStore.Open(_folder.File("district.db")))
        {
            store.Commit([.. Enumerable.Range(1, 5).Select(static i => Incoming(Scan(Kiosk, i)))]);
            store.Commit([Incoming(Of(Kiosk, 6, new EdgeCheckpoint.Contract.Events.AlarmEvent("x", true, "</script><b>")))]);
        }

        await ServeAsync(static async http =>
        {
            using JsonDocument after = JsonDocument.Parse(await http.GetStringAsync(new Uri("/api/events?after=2&limit=2", UriKind.Relative)));
            Assert.Equal([3, 4], after.RootElement.GetProperty("events").EnumerateArray().Select(static e => e.GetProperty("sequence").GetInt32()));
            Assert.Equal(4, after.RootElement.GetProperty("next").GetInt32());
            string all = await http.GetStringAsync(new Uri("/api/events", UriKind.Relative));
            Assert.DoesNotContain("</script>", all, StringComparison.Ordinal);
            using HttpResponseMessage bad = await http.GetAsync(new Uri("/api/events?after=-1", UriKind.Relative));
            Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
            using JsonDocument kiosks = JsonDocument.Parse(await http.GetStringAsync(new Uri("/api/kiosks", UriKind.Relative)));
            Assert.Equal("kiosk-7", kiosks.RootElement.GetProperty("kiosks")[0].GetProperty("device").GetString());
        });
    }

    [NeedsFact(library: "libmosquitto.so.1")]
    public async Task The_stream_goes_on_from_where_the_reader_left_and_ends_when_the_program_does()
    {
        using (EventStore store = EventStore.Open(_folder.File("district.db")))
        {
            store.Commit([.. Enumerable.Range(1, 3).Select(static i => Incoming(Scan(Kiosk, i)))]);
        }

        Task<string>? rest = null;
        int code = await ServeAsync(async http =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/stream");
            request.Headers.Add("Last-Event-ID", "2");
            HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            string? line;
            do
            {
                line = await reader.ReadLineAsync();
            }
            while (line is not null && !line.StartsWith("id: ", StringComparison.Ordinal));

            Assert.Equal("id: 3", line);
            Assert.Contains("\"sequence\":3", await reader.ReadLineAsync(), StringComparison.Ordinal);
            rest = reader.ReadToEndAsync();
        });

        Assert.Equal(ExitCode.Ok, code);
        // A busy machine may cut the stream instead of closing it; either way the reader is not left waiting.
        await ((Task)rest!.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(rest!.IsCompleted);
    }

    [NeedsFact(library: "libmosquitto.so.1")]
    public async Task A_taken_port_and_a_file_that_is_no_store_have_their_own_exit_codes()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string taken = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        Assert.Equal(ExitCode.Unavailable, await DistrictHost.RunAsync(Options(taken), TimeProvider.System, static _ => { }, _stop.Token));

        await File.WriteAllTextAsync(_folder.File("text"), new string('x', 5000));
        Assert.Equal(ExitCode.Io, await DistrictHost.RunAsync(Options(taken) with { Store = _folder.File("text") }, TimeProvider.System, static _ => { }, _stop.Token));
    }
}
