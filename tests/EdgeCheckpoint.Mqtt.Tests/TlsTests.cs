using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Testing;
using static EdgeCheckpoint.Mqtt.Tests.TestClient;

namespace EdgeCheckpoint.Mqtt.Tests;

/// <summary>Mutual TLS with a real mosquitto: who is let in, what is said when not, and that it heals.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly CancellationToken _token = Deadline();
    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _authority;
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    public TlsTests() => _authority = new TestAuthority(_folder.Path, _now);

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    private Task<MosquittoProcess> BrokerAsync(string name = "127.0.0.1", IReadOnlyList<string>? extraLines = null)
    {
        (string certificate, string key) = _authority.Issue(name, _now.AddDays(-1), _now.AddDays(1));
        return MosquittoProcess.StartAsync(
            new MosquittoOptions { Tls = new MosquittoTls(_authority.AuthorityFile, certificate, key), ExtraLines = extraLines ?? [] }, TimeProvider.System, _token);
    }

    private MqttTls ClientTls(string name, double fromDays = -1, double toDays = 1)
    {
        (string certificate, string key) = _authority.Issue(name, _now.AddDays(fromDays), _now.AddDays(toDays));
        return new MqttTls(_authority.AuthorityFile, certificate, key);
    }

    private async Task<MqttConnectionState> FirstFailureAsync(MqttClient client)
    {
        await foreach (MqttConnectionState state in client.StatesAsync(_token))
        {
            Assert.NotEqual(MqttPhase.Connected, state.Phase);
            if (state.Phase == MqttPhase.Disconnected)
            {
                return state;
            }
        }

        throw new InvalidOperationException("the client was stopped");
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Both_sides_prove_who_they_are_and_events_flow()
    {
        await using MosquittoProcess broker = await BrokerAsync();
        await using var client = MqttClient.Start(Options(broker.Port, "kiosk-1") with { Tls = ClientTls("kiosk-1") });
        Assert.True((await client.PublishAsync(Message("a/b", new string('x', 100_000)), _token)).Accepted);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_broker_of_another_name_is_refused()
    {
        await using MosquittoProcess broker = await BrokerAsync("broker.example");
        await using var client = MqttClient.Start(Options(broker.Port, "kiosk-1") with { Tls = ClientTls("kiosk-1") });
        MqttConnectionState state = await FirstFailureAsync(client);
        Assert.Contains("host name verification failed", state.Detail, StringComparison.Ordinal);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_broker_of_another_authority_is_refused()
    {
        await using MosquittoProcess broker = await BrokerAsync();
        using var stranger = new TestAuthority(_folder.Path, _now, "stranger");
        await using var client = MqttClient.Start(Options(broker.Port, "kiosk-1") with { Tls = ClientTls("kiosk-1") with { AuthorityFile = stranger.AuthorityFile } });
        MqttConnectionState state = await FirstFailureAsync(client);
        Assert.Contains("certificate verify failed", state.Detail, StringComparison.Ordinal);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_client_without_a_certificate_is_not_let_in()
    {
        await using MosquittoProcess broker = await BrokerAsync();
        await using var client = MqttClient.Start(Options(broker.Port, "kiosk-1") with { Tls = new MqttTls(_authority.AuthorityFile) });
        await FirstFailureAsync(client);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Older_protocols_than_TLS_1_2_are_not_spoken()
    {
        await using MosquittoProcess broker = await BrokerAsync();
        byte[]? hello = null;
        await using FaultyProxy proxy = FaultyProxy.Start(broker.Port, TimeProvider.System, opaque: true);
        proxy.Rule = packet =>
        {
            hello ??= packet.ToBroker ? packet.Bytes : null;
            return ProxyAction.Forward;
        };
        await using var client = MqttClient.Start(Options(proxy.Port, "kiosk-1") with { Tls = ClientTls("kiosk-1") });
        await client.ConnectedAsync(_token);

        // ClientHello: version 3.3 (TLS 1.2) at bytes 9 and 10, and supported_versions without 3.1 and 3.2.
        Assert.NotNull(hello);
        Assert.Equal([3, 3], hello.AsSpan(9, 2).ToArray());
        int versions = hello.AsSpan().IndexOf((byte[])[0, 43, 0]);
        Assert.True(versions > 0, "no supported_versions extension");
        byte[] offered = hello.AsSpan(versions + 5, hello[versions + 4]).ToArray();
        Assert.All(offered.Chunk(2), static version => Assert.True(version[1] >= 3, $"offers {version[0]}.{version[1]}"));
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task An_expired_certificate_stops_delivery_says_so_and_heals_when_renewed_in_place()
    {
        await using MosquittoProcess broker = await BrokerAsync();
        await using var client = MqttClient.Start(Options(broker.Port, "kiosk-1") with { Tls = ClientTls("kiosk-1", fromDays: -3, toDays: -1) });
        Task<MqttPublishResult> waiting = client.PublishAsync(Message("a/b", "kept"), _token);
        MqttConnectionState state = await FirstFailureAsync(client);
        Assert.Contains("kiosk-1.crt expired", state.Detail, StringComparison.Ordinal);
        Assert.Contains("renew it in place", state.Detail, StringComparison.Ordinal);
        Assert.False(waiting.IsCompleted);

        ClientTls("kiosk-1");
        Assert.True((await waiting).Accepted);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_certificate_from_the_future_names_the_clock()
    {
        await using MosquittoProcess broker = await BrokerAsync();
        await using var client = MqttClient.Start(Options(broker.Port, "kiosk-1") with { Tls = ClientTls("kiosk-1", fromDays: 1, toDays: 3) });
        MqttConnectionState state = await FirstFailureAsync(client);
        Assert.Contains("not valid before", state.Detail, StringComparison.Ordinal);
        Assert.Contains("set the clock", state.Detail, StringComparison.Ordinal);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Delivery_begins_by_itself_when_the_clock_reaches_the_certificate()
    {
        await using MosquittoProcess broker = await BrokerAsync();
        DateTimeOffset start = TimeProvider.System.GetUtcNow().AddSeconds(3);
        (string certificate, string key) = _authority.Issue("kiosk-1", start, start.AddDays(1));
        await using var client = MqttClient.Start(Options(broker.Port, "kiosk-1") with { Tls = new MqttTls(_authority.AuthorityFile, certificate, key) });
        Task<MqttPublishResult> waiting = client.PublishAsync(Message("a/b", "kept"), _token);
        await FirstFailureAsync(client);
        Assert.True((await waiting).Accepted);
        Assert.True(TimeProvider.System.GetUtcNow() >= start.AddSeconds(-1));
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_certificate_renewed_while_connected_is_used_at_the_next_connection()
    {
        await using MosquittoProcess broker = await BrokerAsync(extraLines: ["connection_messages true"]);
        MqttTls tls = ClientTls("kiosk-1");
        await using FaultyProxy proxy = FaultyProxy.Start(broker.Port, TimeProvider.System, opaque: true);
        await using var client = MqttClient.Start(Options(proxy.Port, "kiosk-1") with { Tls = tls });
        await client.ConnectedAsync(_token);

        // The new file carries another name, so that the broker's log shows which one was used.
        (string certificate, string key) = _authority.Issue("kiosk-1-renewed", _now.AddDays(-1), _now.AddDays(2));
        File.Move(certificate, tls.CertificateFile!, overwrite: true);
        File.Move(key, tls.KeyFile!, overwrite: true);
        proxy.CutAll();
        while (!broker.Log.Any(static line => line.Contains("u'kiosk-1-renewed'", StringComparison.Ordinal)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, _token);
        }
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_missing_or_foreign_key_file_is_named_and_heals()
    {
        await using MosquittoProcess broker = await BrokerAsync();
        MqttTls tls = ClientTls("kiosk-1");
        File.Move(tls.CertificateFile!, tls.CertificateFile + ".away");
        await using var client = MqttClient.Start(Options(broker.Port, "kiosk-1") with { Tls = tls });
        MqttConnectionState state = await FirstFailureAsync(client);
        Assert.Contains("kiosk-1.crt cannot be read", state.Detail, StringComparison.Ordinal);

        File.Move(tls.CertificateFile + ".away", tls.CertificateFile!);
        await client.ConnectedAsync(_token);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Nothing_is_lost_though_the_broker_is_killed_under_TLS()
    {
        await using MosquittoProcess broker = await BrokerAsync();
        await using var client = MqttClient.Start(Options(broker.Port, "kiosk-1") with { Tls = ClientTls("kiosk-1"), SendWindow = 8 });
        List<Task<MqttPublishResult>> publishes = [];
        for (int kill = 0; kill < 5; kill++)
        {
            publishes.AddRange(Enumerable.Range(0, 100).Select(i => client.PublishAsync(Message("a/b", $"{i}"), _token)));
            await publishes[^80];
            await broker.KillAsync();
            await broker.RestartAsync(_token);
        }

        Assert.All(await Task.WhenAll(publishes), static r => Assert.True(r.Accepted));
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Garbage_instead_of_TLS_is_survived()
    {
        await using MosquittoProcess broker = await BrokerAsync();
        await using FaultyProxy proxy = FaultyProxy.Start(broker.Port, TimeProvider.System, opaque: true);
        proxy.Rule = ProxyRules.Corrupt(0.5, seed: 9);
        await using var client = MqttClient.Start(Options(proxy.Port, "kiosk-1") with { Tls = ClientTls("kiosk-1"), ConnectTimeout = TimeSpan.FromSeconds(1), AcknowledgeTimeout = TimeSpan.FromSeconds(1) });
        await FirstFailureAsync(client);
        proxy.Rule = ProxyRules.Forward;
        Assert.True((await client.PublishAsync(Message("a/b", "at last"), _token)).Accepted);
    }
}
