using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgeCheckpoint.Testing;
using static EdgeCheckpoint.Mqtt.Tests.TestClient;

namespace EdgeCheckpoint.Mqtt.Tests.Integrations;

/// <summary>The browsers' door of the documented configuration: MQTT 5 over a WebSocket over TLS.</summary>
public sealed class WebSocketTests
{
    [NeedsFact(program: "mosquitto mosquitto_passwd", library: "libmosquitto.so.1")]
    public async Task A_browser_gets_in_by_password_and_hears_events()
    {
        CancellationToken token = Deadline();
        await using ReferenceBroker broker = await ReferenceBroker.StartAsync(token);
        using X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(broker.AuthorityFile);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("mqtt");
        socket.Options.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            (errors & SslPolicyErrors.RemoteCertificateNameMismatch) == 0 && certificate is not null && IsIssuedBy(authority, certificate);
        await socket.ConnectAsync(new Uri($"wss://127.0.0.1:{broker.WebSocket}/mqtt"), token);
        Assert.Equal("mqtt", socket.SubProtocol);

        await SendAsync(socket, 0x10, [0, 4, .. "MQTT"u8, 5, 0xC2, 0, 60, 0, .. Text("browser"), .. Text("dashboard"), .. Text("for the tests only")], token);
        byte[] answer = await ReceiveAsync(socket, token);
        Assert.Equal((0x20, 0), (answer[0], answer[3]));

        await SendAsync(socket, 0x82, [0, 1, 0, .. Text("ecp/v1/binhu/+/+/evt/#"), 0], token);
        Assert.Equal(0x90, (await ReceiveAsync(socket, token))[0]);
        await using MqttClient kiosk = broker.Machine("kiosk-7");
        await kiosk.PublishAsync(Message("ecp/v1/binhu/east-gate/kiosk-7/evt/scan", "to the browser"), token);
        byte[] publish = await ReceiveAsync(socket, token);
        Assert.Equal(3, publish[0] >> 4);
        Assert.EndsWith("to the browser", Encoding.UTF8.GetString(publish), StringComparison.Ordinal);
    }

    private static byte[] Text(string text) => [0, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static bool IsIssuedBy(X509Certificate2 authority, X509Certificate certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var copy = new X509Certificate2(certificate);
        return chain.Build(copy);
    }

    private static Task SendAsync(ClientWebSocket socket, byte type, byte[] body, CancellationToken token) =>
        socket.SendAsync((byte[])[type, (byte)body.Length, .. body], WebSocketMessageType.Binary, endOfMessage: true, token);

    private static async Task<byte[]> ReceiveAsync(ClientWebSocket socket, CancellationToken token)
    {
        byte[] buffer = new byte[4096];
        WebSocketReceiveResult result = await socket.ReceiveAsync(buffer, token);
        return buffer[..result.Count];
    }
}
