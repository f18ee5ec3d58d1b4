using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Simulation.Demo;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Kiosk.Tests.Operation;

/// <summary>A kiosk that cannot run says so on its screen.</summary>
public sealed class HeldKioskTests : IDisposable
{
    private readonly KioskFolder _kiosk = new();

    [NeedsFact(program: "ffmpeg")]
    public async Task A_crash_loop_ends_out_of_service_with_the_reason_and_a_restart_by_hand_ends_that()
    {
        for (int i = 0; i < StartRecord.MostStarts; i++)
        {
            await using ServiceProcess crashing = await _kiosk.StartAsync();
            crashing.Kill();
        }

        await using (ServiceProcess held = await _kiosk.StartAsync())
        {
            await _kiosk.AnswersAsync(held, "/healthz/ready", static answer => answer == "restart-loop\n");
            await _kiosk.AnswersAsync(held, "/healthz/live", static answer => answer == "live\n");
            await _kiosk.AnswersAsync(held, "/setup.json", static setup => setup.Contains("restart-loop", StringComparison.Ordinal));
            await KioskFolder.UntilAsync(() => Task.FromResult(Alarms().Length > 0), static () => "no alarm");
        }

        Assert.Equal([true, false], Alarms());
        await using ServiceProcess next = await _kiosk.StartAsync();
        await _kiosk.AnswersAsync(next, "/healthz/ready", static answer => answer == "ready\n");
    }

    [Theory]
    [InlineData("lane", "verdictSeconds", "soon", "must be a number")]
    [InlineData("web", "socket", "/proc/self/status", "/proc/self/status is there already and is no socket")]
    public async Task Under_systemd_a_wrong_configuration_is_shown_until_it_is_mended(string section, string key, string value, string problem)
    {
        _kiosk.Write("conf.d/10.json", new JsonObject { [section] = new JsonObject { [key] = value } });
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(_kiosk.File("notify")));
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "EdgeCheckpoint.Kiosk.dll"), "--config", _kiosk.Configuration])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["NOTIFY_SOCKET"] = _kiosk.File("notify");
        using Process service = Process.Start(start)!;
        try
        {
            Assert.Equal("READY=1", await HearAsync(manager));
            Assert.StartsWith($"STATUS=out of service, configuration-refused: {section}:{key}: {problem}", await HearAsync(manager), StringComparison.Ordinal);
            Task<string> told = service.StandardOutput.ReadToEndAsync();
            _kiosk.Write("conf.d/10.json", new JsonObject());
            Assert.Equal("STOPPING=1", await HearAsync(manager));
            await service.WaitForExitAsync();
            Assert.Equal(0, service.ExitCode);
            Assert.Contains("the configuration was changed", await told, StringComparison.Ordinal);
        }
        finally
        {
            if (!service.HasExited)
            {
                service.Kill();
            }
        }
    }

    [Fact]
    public void Only_starts_of_this_boot_that_did_not_end_in_order_count_and_only_for_a_while()
    {
        var time = new ManualTime();
        bool Begin(string boot = "b1") => new StartRecord(_kiosk.State, boot, time).Begin();
        for (int i = 0; i < StartRecord.MostStarts; i++)
        {
            Assert.False(Begin());
            time.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.True(Begin());
        Assert.False(Begin("b2"));
        for (int i = 0; i < StartRecord.MostStarts - 1; i++)
        {
            Assert.False(Begin("b2"));
        }

        new StartRecord(_kiosk.State, "b2", time).Forget();
        Assert.False(Begin("b2"));
        for (int i = 0; i < 3 * StartRecord.MostStarts; i++)
        {
            time.Advance(StartRecord.Window / 4);
            Assert.False(Begin("b2"));
        }
    }

    [Fact]
    public void A_damaged_record_of_starts_counts_as_none()
    {
        File.WriteAllText(Path.Combine(_kiosk.State, StartRecord.FileName), "{");
        Assert.False(new StartRecord(_kiosk.State, "b", TimeProvider.System).Begin());
    }

    public void Dispose() => _kiosk.Dispose();

    private static async Task<string> HearAsync(Socket manager)
    {
        byte[] datagram = new byte[1024];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        int length = await manager.ReceiveAsync(datagram, patience.Token);
        return Encoding.UTF8.GetString(datagram, 0, length);
    }

    private bool[] Alarms()
    {
        if (!OutboxInspector.TryOpen(_kiosk.State, [], out OutboxInspector? journal, out _))
        {
            return [];
        }

        using (journal)
        {
            return [.. journal!.Events().Select(static e => JsonNode.Parse(e.Json)!["data"]!).Where(static d => (string?)d["code"] == "restart-loop").Select(static d => (bool)d["active"]!)];
        }
    }
}
