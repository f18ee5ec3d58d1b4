using EdgeCheckpoint.Cli.Verbs.Trust;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Hardware.Crypto;
using EdgeCheckpoint.Mqtt;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Cli.Tests.Trust;

/// <summary>What a district revokes, from its command line to the folder of a kiosk or to the broker.</summary>
public sealed class RevocationVerbsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RevocationVerbsTests() => Assert.Equal(ExitCode.Ok, CommandTree.Root().Parse(["pass", "keygen", "--out", At("root")]).Invoke());

    private string Snapshot => At("lists/revocations.ecpdoc");

    private string Changes => At("lists/revocations-delta.ecpdoc");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Revocations_are_gathered_into_a_snapshot_and_both_are_genuine()
    {
        Assert.Equal(ExitCode.Ok, await RevokeAsync("--id", "aa", "bb", "--snapshot"));
        Assert.Equal(ExitCode.Ok, await RevokeAsync("--subject", "d1:p1"));
        Assert.Equal(ExitCode.Ok, await CtlAsync("trust", "verify", Snapshot, Changes, "--roots", At("root.pem")));
    }

    [Fact]
    public async Task An_id_is_listed_as_its_pass_has_it_however_it_is_written()
    {
        Assert.Equal(ExitCode.Ok, await RevokeAsync("--id", "ABCDEF01", "--format", "ecp1"));
        Assert.Equal([ListHash.OfCode("ECP1", "abcdef01")], Body().Added);
    }

    [Theory]
    [InlineData("--id", "")]
    [InlineData("--id", "not an id")]
    [InlineData("--id", "abc")]
    [InlineData("--id", "aa", "zz")]
    [InlineData("--subject", "")]
    [InlineData("--subject", "p1")]
    [InlineData("--subject", "d1:")]
    [InlineData("--format", "HC1", "--id", " URN:UVCI:01:AT:1")]
    public async Task What_no_code_can_have_revokes_nothing_and_says_so(params string[] names)
    {
        Assert.Equal(ExitCode.Usage, await RevokeAsync(names));
        Assert.False(Directory.Exists(At("lists")));
    }

    [Fact]
    public async Task A_district_that_cannot_be_is_refused()
    {
        Assert.Equal(ExitCode.Config, await CtlAsync("pass", "revoke", "--key", At("root.key.pem"), "--district", "d 1/#", "--lists", At("lists"), "--id", "aa"));
        Assert.False(File.Exists(Changes));
    }

    [Fact]
    public async Task Changes_are_handed_to_a_kiosk_together_with_their_snapshot()
    {
        await RevokeAsync("--id", "aa", "--snapshot");
        await RevokeAsync("--id", "bb");
        Assert.Equal(ExitCode.Ok, await CtlAsync("trust", "import", Changes, Snapshot, "--folder", At("kiosk"), "--roots", At("root.pem")));
        Assert.Equal(2, Directory.GetFiles(At("kiosk/incoming"), "*.ecpdoc").Length);
    }

    [Fact]
    public async Task Changes_that_a_later_snapshot_has_are_not_shown_as_in_force()
    {
        Directory.CreateDirectory(At("kiosk"));
        await RevokeAsync("--id", "aa");
        File.Copy(Changes, At("kiosk/revocations-delta.ecpdoc"));
        Assert.Equal(["revocations-delta"], Shown());
        await RevokeAsync("--id", "bb", "--snapshot");
        File.Copy(Snapshot, At("kiosk/revocations.ecpdoc"));
        Assert.Equal(["revocations"], Shown());
    }

    [Fact]
    public async Task Changes_that_wait_for_their_snapshot_are_shown_as_waiting()
    {
        Directory.CreateDirectory(At("kiosk"));
        await RevokeAsync("--id", "aa", "--snapshot");
        File.Copy(Changes, At("kiosk/revocations-delta.ecpdoc.waiting"));
        Assert.Equal("other-base", Assert.Single(Documents()).Answer);
        Assert.Equal(ExitCode.No, await CtlAsync("trust", "show", "--folder", At("kiosk"), "--roots", At("root.pem")));
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_snapshot_is_published_before_the_changes_that_belong_to_it()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(limit.Token);
        Assert.Equal(ExitCode.Ok, await RevokeAsync("--id", "aa", "--snapshot", "--broker", $"{MosquittoProcess.Host}:{broker.Port}"));
        Assert.Equal([File.ReadAllBytes(Snapshot), File.ReadAllBytes(Changes)], await RetainedAsync(broker, 2, limit.Token));
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task Where_the_broker_does_not_take_the_snapshot_the_changes_before_it_stay()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(new MosquittoOptions { ExtraLines = ["message_size_limit 1500"] }, TimeProvider.System, limit.Token);
        string[] to = ["--broker", $"{MosquittoProcess.Host}:{broker.Port}"];
        await RevokeAsync(["--id", .. Enumerable.Range(0, 100).Select(static i => $"{i:x4}"), "--snapshot"]);
        Assert.Equal(ExitCode.Ok, await RevokeAsync(["--id", "aa", .. to]));
        byte[] before = File.ReadAllBytes(Changes);
        Assert.Equal(ExitCode.Io, await RevokeAsync(["--snapshot", .. to]));
        Assert.Equal([before], await RetainedAsync(broker, 1, limit.Token));
        Assert.Equal(ExitCode.Io, await CtlAsync(["trust", "publish", Snapshot, "--roots", At("root.pem"), .. to]));
    }

    /// <summary>What the broker keeps of the district's documents, by the names of their topics.</summary>
    private static async Task<byte[][]> RetainedAsync(MosquittoProcess broker, int expected, CancellationToken cancellationToken)
    {
        await using var client = MqttClient.Start(new MqttClientOptions { Host = MosquittoProcess.Host, Port = broker.Port, ClientId = "reader" });
        await client.SubscribeAsync(Topics.DistrictConfiguration("d1", "+"), MqttQuality.AtLeastOnce, cancellationToken);
        List<MqttMessage> kept = [];
        await foreach (MqttMessage message in client.Messages.WithCancellation(cancellationToken))
        {
            kept.Add(message);
            if (kept.Count == expected)
            {
                break;
            }
        }

        return [.. kept.OrderBy(static m => m.Topic.Length).Select(static m => m.Payload.ToArray())];
    }

    private IEnumerable<string> Shown() => Documents().Where(static d => d.IsGood).Select(static d => Words.Of(d.Manifest!.Kind));

    private List<DocumentFile> Documents() => KioskFolder.Documents(
        At("kiosk"), TrustFolder.Read(At("root.pem"), new LibcryptoAlgorithms()).ToSet(), new VerificationTime(TimeProvider.System.GetUtcNow(), ClockState.Synced));

    private RevocationDelta Body()
    {
        using FileStream stream = File.OpenRead(Changes);
        using MemoryStream body = new();
        TrustedKeySet roots = TrustFolder.Read(At("root.pem"), new LibcryptoAlgorithms()).ToSet();
        Assert.Equal(DocumentFault.None, SignedDocument.ReadHead(stream, roots, default, out DocumentManifest? manifest, out _));
        Assert.Equal(DocumentFault.None, SignedDocument.ReadBody(stream, manifest!, body));
        return RevocationDelta.Parse(body.ToArray())!;
    }

    private string At(string name) => _folder.File(name);

    private Task<int> RevokeAsync(params string[] arguments) =>
        CtlAsync(["pass", "revoke", "--key", At("root.key.pem"), "--district", "d1", "--lists", At("lists"), .. arguments]);

    private static Task<int> CtlAsync(params string[] arguments) => CommandTree.Root().Parse(arguments).InvokeAsync();
}
