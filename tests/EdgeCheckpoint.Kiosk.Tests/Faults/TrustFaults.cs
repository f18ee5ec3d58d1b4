using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Kiosk.Clock;
using EdgeCheckpoint.Kiosk.Trust;
using EdgeCheckpoint.Testing;
using Microsoft.Extensions.DependencyInjection;
using Authority = EdgeCheckpoint.Kiosk.Tests.Trust.District;

namespace EdgeCheckpoint.Kiosk.Tests.Faults;

/// <summary>What a kiosk believes: the time, its rules, its issuers.</summary>
public sealed class TrustFaults : IDisposable
{
    private readonly Authority _district = new();

    [Fact]
    public async Task Clock_unset()
    {
        await using SimulatedKiosk kiosk = WithoutClock();
        await kiosk.StartAsync();
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Clock_set_later()
    {
        await using SimulatedKiosk kiosk = WithoutClock();
        await kiosk.StartAsync();
        await kiosk.ShowsAsync(ScreenPage.OutOfService);
        kiosk.Time.SetWall(Authority.Issued);
        MarkSynchronised(kiosk);
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Clock_turned()
    {
        await using SimulatedKiosk kiosk = WithoutClock();
        kiosk.Time.SetWall(Authority.Issued);
        MarkSynchronised(kiosk);
        await kiosk.StartIdleAsync();
        kiosk.Time.SetWall(Authority.Issued.AddYears(1));
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Clock_set_right_again()
    {
        await using SimulatedKiosk kiosk = WithoutClock();
        kiosk.Time.SetWall(Authority.Issued);
        MarkSynchronised(kiosk);
        await kiosk.StartIdleAsync();
        kiosk.Time.SetWall(Authority.Issued.AddYears(1));
        await kiosk.ShowsAsync(ScreenPage.OutOfService);
        kiosk.Time.SetWall(Authority.Issued.AddMinutes(5));
        MarkSynchronised(kiosk);
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Policy_expired()
    {
        await using SimulatedKiosk kiosk = await WithDocumentAsync(DocumentKind.Policy, 1);
        Expire(kiosk);
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Policy_renewed()
    {
        await using SimulatedKiosk kiosk = await WithDocumentAsync(DocumentKind.Policy, 1);
        Expire(kiosk);
        await kiosk.UntilAsync(() => kiosk.Screen.View.Reasons.Count > 0, "the screen says so");
        await kiosk.ShowsAsync(ScreenPage.Idle);
        Send(kiosk, DocumentKind.Policy, 2);
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Trust_list_expired()
    {
        await using SimulatedKiosk kiosk = await WithDocumentAsync(DocumentKind.TrustList, 1);
        Expire(kiosk);
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Trust_list_renewed()
    {
        await using SimulatedKiosk kiosk = await WithDocumentAsync(DocumentKind.TrustList, 1);
        Expire(kiosk);
        await kiosk.UntilAsync(() => kiosk.Screen.View.Reasons.Count > 0, "the screen says so");
        await kiosk.ShowsAsync(ScreenPage.Idle);
        Send(kiosk, DocumentKind.TrustList, 2);
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Revocations_expired()
    {
        await using SimulatedKiosk kiosk = await WithDocumentAsync(DocumentKind.Revocations, 1);
        Expire(kiosk);
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Revocations_renewed()
    {
        await using SimulatedKiosk kiosk = await WithDocumentAsync(DocumentKind.Revocations, 1);
        Expire(kiosk);
        await kiosk.UntilAsync(() => kiosk.Screen.View.Reasons.Count > 0, "the screen says so");
        await kiosk.ShowsAsync(ScreenPage.Idle);
        Send(kiosk, DocumentKind.Revocations, 2);
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Revocation_changes_expired()
    {
        await using SimulatedKiosk kiosk = await WithDocumentAsync(DocumentKind.RevocationsDelta, 1);
        Expire(kiosk);
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Snapshot_missing()
    {
        await using SimulatedKiosk kiosk = await StartAsync();
        Send(kiosk, DocumentKind.RevocationsDelta, 9, snapshot: 5);
        await Degraded(kiosk, TrustAlarms.RevocationsIncomplete);
        await kiosk.MeetsTableAsync();
    }

    [Fact]
    public async Task Snapshot_arrived()
    {
        await using SimulatedKiosk kiosk = await StartAsync();
        Send(kiosk, DocumentKind.RevocationsDelta, 9, snapshot: 5);
        await Degraded(kiosk, TrustAlarms.RevocationsIncomplete);
        await kiosk.ShowsAsync(ScreenPage.Idle);
        Send(kiosk, DocumentKind.Revocations, 5);
        await Degraded(kiosk);
        await kiosk.MeetsTableAsync();
    }

    public void Dispose() => _district.Dispose();

    /// <summary>Waits until the district is told of these limits.</summary>
    private static Task Degraded(SimulatedKiosk kiosk, params string[] limits) =>
        kiosk.UntilAsync(() => kiosk.Services.GetRequiredService<IKioskReporter>().Limits().SequenceEqual(limits), $"limits: {string.Join(", ", limits)}");

    private static SimulatedKiosk WithoutClock()
    {
        var kiosk = new SimulatedKiosk();
        kiosk.Time.SetWall(DateTimeOffset.UnixEpoch);
        kiosk.Replace = services => services.AddSingleton(new WallClock(kiosk.Time, kiosk.File("synchronized"), assumeSynced: false));
        return kiosk;
    }

    /// <summary>As a time service does once it has set the clock.</summary>
    private static void MarkSynchronised(SimulatedKiosk kiosk)
    {
        System.IO.File.WriteAllText(kiosk.File("synchronized"), "");
        System.IO.File.SetLastWriteTimeUtc(kiosk.File("synchronized"), kiosk.Time.GetUtcNow().UtcDateTime);
    }

    private async Task<SimulatedKiosk> WithDocumentAsync(DocumentKind kind, long version)
    {
        SimulatedKiosk kiosk = await StartAsync();
        Send(kiosk, kind, version);
        TrustStore store = kiosk.Services.GetRequiredService<KioskTrust>().Store!;
        await kiosk.UntilAsync(() => store.InForce.ContainsKey(kind), "the document is in force");
        return kiosk;
    }

    private async Task<SimulatedKiosk> StartAsync()
    {
        var kiosk = new SimulatedKiosk();
        kiosk.Time.SetWall(Authority.Issued.AddHours(1));
        System.IO.File.WriteAllText(kiosk.File("root.pem"), _district.RootPem);
        kiosk.Options = kiosk.Options with
        {
            Rules = kiosk.Options.Rules with { RootKeysFile = kiosk.File("root.pem"), DocumentsFolder = kiosk.File("trust") },
        };
        return await kiosk.StartIdleAsync();
    }

    private static void Expire(SimulatedKiosk kiosk) => kiosk.Time.SetWall(Authority.Issued.AddDays(31));

    /// <summary>Put into the incoming folder, as a technician without network would.</summary>
    /// <param name="snapshot">Version of the snapshot that changes belong to.</param>
    private void Send(SimulatedKiosk kiosk, DocumentKind kind, long version, long snapshot = 0)
    {
        byte[] body = kind switch
        {
            DocumentKind.Policy => System.IO.File.ReadAllBytes(Path.Combine(Repository.Root, "policies", "green-code-and-temperature.json")),
            DocumentKind.Revocations => [],
            DocumentKind.RevocationsDelta => RevocationDelta.Empty.Write(),
            _ => TrustListBody.Write(TrustFile.Read("district.pem", System.Text.Encoding.ASCII.GetBytes(kiosk.Wallet.PublicKeyPem), new FrameworkAlgorithms()).Keys, []),
        };
        string incoming = Directory.CreateDirectory(Path.Combine(kiosk.File("trust"), "incoming")).FullName;
        System.IO.File.WriteAllBytes(Path.Combine(incoming, $"{version}.new"), _district.Sign(
            kind, version, body, kind == DocumentKind.RevocationsDelta ? snapshot : null, issued: kiosk.Time.GetUtcNow().AddHours(-1)));
        System.IO.File.Move(Path.Combine(incoming, $"{version}.new"), Path.Combine(incoming, $"{version}{SignedDocument.Extension}"));
    }
}
