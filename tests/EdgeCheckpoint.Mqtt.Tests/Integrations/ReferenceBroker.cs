using System.Diagnostics;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Mqtt.Tests.Integrations;

/// <summary>A real mosquitto on the documented configuration and access lists, with only paths and ports changed.</summary>
internal sealed class ReferenceBroker : IAsyncDisposable
{
    private const string ReaderPassword = "for the tests only";

    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _authority;
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private MosquittoProcess _broker = null!;

    private ReferenceBroker()
    {
        Directory.CreateDirectory(_folder.File("certs"));
        Directory.CreateDirectory(_folder.File("edgecheckpoint"));
        _authority = new TestAuthority(_folder.File("certs"), _now, "ca");
    }

    internal int Machines { get; } = MosquittoProcess.FreePort();

    internal int Readers { get; } = MosquittoProcess.FreePort();

    internal int WebSocket { get; } = MosquittoProcess.FreePort();

    internal string AuthorityFile => _authority.AuthorityFile;

    internal static async Task<ReferenceBroker> StartAsync(CancellationToken cancellationToken)
    {
        var reference = new ReferenceBroker();
        string folder = reference._folder.Path;
        (string certificate, string key) = reference._authority.Issue("127.0.0.1", reference._now.AddDays(-1), reference._now.AddDays(1));
        File.Move(certificate, Path.Combine(folder, "certs", "broker.crt"));
        File.Move(key, Path.Combine(folder, "certs", "broker.key"));
        foreach (string list in (string[])["acl-machines", "acl-readers"])
        {
            File.Copy(IntegrationFiles.Find("mosquitto", list), Path.Combine(folder, "edgecheckpoint", list));
        }

        string passwords = Path.Combine(folder, "edgecheckpoint", "passwords");
        using (Process hash = Process.Start("mosquitto_passwd", ["-c", "-b", passwords, "dashboard", ReaderPassword]))
        {
            await hash.WaitForExitAsync(cancellationToken);
            Assert.Equal(0, hash.ExitCode);
        }

        string configuration = IntegrationFiles.Read("mosquitto", "mosquitto.conf")
            .Replace("/etc/mosquitto/", folder + "/", StringComparison.Ordinal)
            .Replace("/var/lib/mosquitto/", folder + "/", StringComparison.Ordinal)
            .Replace("listener 8883", $"listener {reference.Machines}", StringComparison.Ordinal)
            .Replace("listener 8886", $"listener {reference.Readers}", StringComparison.Ordinal)
            .Replace("listener 8084", $"listener {reference.WebSocket}", StringComparison.Ordinal);
        // The browsers' door opens last.
        reference._broker = await MosquittoProcess.StartAsync(
            new MosquittoOptions { Port = reference.WebSocket, Configuration = $"user {Environment.UserName}\n{configuration}" }, TimeProvider.System, cancellationToken);
        return reference;
    }

    /// <summary>A client at the machines' door, by certificate.</summary>
    /// <param name="clientId">What it claims; its name when null.</param>
    internal MqttClient Machine(string name, string? clientId = null)
    {
        (string certificate, string key) = _authority.Issue(name, _now.AddDays(-1), _now.AddDays(1));
        return MqttClient.Start(TestClient.Options(Machines, clientId ?? name) with { Tls = new MqttTls(AuthorityFile, certificate, key) });
    }

    /// <summary>A client at the readers' door, by password.</summary>
    internal MqttClient Reader(string password = ReaderPassword) => MqttClient.Start(
        TestClient.Options(Readers, "dashboard") with { UserName = "dashboard", Password = password, Tls = new MqttTls(AuthorityFile) });

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        _authority.Dispose();
        _folder.Dispose();
    }
}
