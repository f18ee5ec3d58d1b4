using EdgeCheckpoint.Cli;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Kiosk;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Credential.Pass;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Kiosk.Clock;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Kiosk.Trust;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Testing;
using EdgeCheckpoint.Uplink.Delivery;
using EdgeCheckpoint.Uplink.Outbox;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace EdgeCheckpoint.SystemTests.Trust;

/// <summary>From the district's command line over a real broker into a kiosk's running verifier.</summary>
public sealed class RevocationReachesKiosk(ITestOutputHelper output)
{
    private static readonly Site Here = new("d1", "c1", "k1");

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_revoked_pass_is_refused_by_a_running_kiosk_and_admitted_again_once_restored_also_across_a_new_snapshot()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        CancellationToken token = limit.Token;
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCode.Ok, await Ctl("pass", "keygen", "--out", folder.File("root")));
        Assert.Equal(ExitCode.Ok, await Ctl("pass", "keygen", "--out", folder.File("issuer")));
        Directory.CreateDirectory(folder.File("keys"));
        File.Copy(folder.File("issuer.pem"), Path.Combine(folder.File("keys"), "issuer.pem"));
        KioskOptions options = new()
        {
            Site = new SiteIdentityOptions { District = Here.District, Checkpoint = Here.Checkpoint, Device = Here.Device },
            Journal = new JournalOptions { Folder = folder.File("journal") },
            Rules = new RulesOptions { KeysFolder = folder.File("keys"), RootKeysFile = folder.File("root.pem"), DocumentsFolder = folder.File("trust"), PseudonymKeyFile = "" },
            Clock = new ClockOptions { AssumeSynced = true },
        };
        TrustFile keys = Hardware.Crypto.TrustFolder.Read(options.Rules.KeysFolder, new FrameworkAlgorithms());
        using var trust = new KioskTrust(options, keys, ReadyPolicies.Load(ReadyPolicies.Default), TimeProvider.System);
        using var outbox = new SqliteOutbox(new OutboxOptions { Folder = options.Journal.Folder, Site = Here }, TimeProvider.System);
        outbox.Open();
        var clock = new WallClock(TimeProvider.System, WallClock.TimesyncdMark, assumeSynced: true);
        using var pump = new DocumentsPump(trust, options, outbox, clock, TimeProvider.System, NullLogger<DocumentsPump>.Instance);
        await pump.StartAsync(token);
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        await using var client = MqttClient.Start(new MqttClientOptions { Host = MosquittoProcess.Host, Port = broker.Port, ClientId = Here.Device });
        var uplink = new DistrictUplink(
            new UplinkOptions { Site = Here }, new MqttBroker(client), "s", outbox, outbox, new Reporter(), static () => default, TimeProvider.System)
        {
            Documents = trust.Inbox,
        };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        Task running = uplink.RunAsync(stop.Token);

        string code = Issue(folder.File("issuer.key.pem"));
        Assert.True(Verify(trust, code).IsValid);
        string[] revoke = ["pass", "revoke", "--key", folder.File("root.key.pem"), "--district", "d1", "--lists", folder.File("lists"), "--id", "ab12", "--broker", $"{MosquittoProcess.Host}:{broker.Port}"];
        long start = TimeProvider.System.GetTimestamp();
        Assert.Equal(ExitCode.Ok, await Ctl(revoke));
        await Until(() => !Verify(trust, code).IsValid, token);
        output.WriteLine($"From the command's start to the refusal: {TimeProvider.System.GetElapsedTime(start).TotalMilliseconds:F0} ms");
        Assert.Equal([Reasons.CodeRevoked], Verify(trust, code).Reasons);

        Assert.Equal(ExitCode.Ok, await Ctl([.. revoke, "--restore"]));
        await Until(() => Verify(trust, code).IsValid, token);

        Assert.Equal(ExitCode.Ok, await Ctl([.. revoke, "--snapshot"]));
        await Until(() => !Verify(trust, code).IsValid, token);
        Assert.Equal(ExitCode.Ok, await Ctl([.. revoke, "--restore"]));
        await Until(() => Verify(trust, code).IsValid, token);

        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await pump.StopAsync(CancellationToken.None);
    }

    private static CredentialResult Verify(KioskTrust trust, string code) =>
        trust.Verifier.Verify(code, new VerificationTime(TimeProvider.System.GetUtcNow(), ClockState.Synced));

    private static string Issue(string keyFile)
    {
        Assert.True(EcdsaSigner.TryRead(File.ReadAllText(keyFile), out EcdsaSigner? signer));
        using (signer)
        {
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            return DistrictPass.Issue(
                new PassClaims { Kind = PassKind.Personal, Issuer = "d1", Id = "ab12", Subject = "p1", IssuedAt = now.AddSeconds(-1), ExpiresAt = now.AddMinutes(10), Colour = PassColour.Green },
                signer);
        }
    }

    private static async Task<int> Ctl(params string[] arguments) => await CommandTree.Root().Parse(arguments).InvokeAsync();

    private static async Task Until(Func<bool> holds, CancellationToken cancellationToken)
    {
        while (!holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
        }
    }

    private sealed class Reporter : IKioskReporter
    {
        public KioskInfo Info() => new("1", "b", "l", [], new Dictionary<string, string>());

        public IReadOnlyList<string> Limits() => [];

        public KioskHealth Health() => new();
    }
}
