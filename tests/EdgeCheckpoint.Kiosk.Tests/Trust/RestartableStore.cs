using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Kiosk.Trust;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Trust;

/// <summary>The documents of one kiosk, whose service can be started again on the same disk.</summary>
internal sealed class RestartableStore : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private TrustStore? _store;

    public RestartableStore() => Start();

    public District District { get; } = new();

    public ManualTime Time { get; } = new();

    /// <summary>Everything that was judged since the last start.</summary>
    public List<ImportResult> Judged { get; } = [];

    public PolicyInForce Policy { get; private set; } = null!;

    public RevocationsInForce Revocations { get; private set; } = null!;

    public TrustStore Store => _store!;

    /// <summary>Names and versions of what is in force, as rules see them.</summary>
    public IEnumerable<string> InForce => Store.States(District.Now).Values.Select(static s => s.Version).Order();

    public bool IsAlarming => Judged.Any(static j => j.IsAlarming);

    public string File(string name) => _folder.File(name);

    public void Start()
    {
        Judged.Clear();
        Revocations = new RevocationsInForce();
        Policy = new PolicyInForce(ReadyPolicies.Load(ReadyPolicies.Default), TimeZoneInfo.Utc, now => Store.States(now));
        _store = new TrustStore(
            new DocumentFolder(_folder.Path, "d1", District.Roots, Time),
            [
                new TrustListConsumer(new TrustInForce(TrustedKeySet.Empty), new FrameworkAlgorithms()),
                new PolicyConsumer(Policy),
                new RevocationsConsumer(Revocations),
                new RevocationDeltaConsumer(Revocations),
            ]);
        _store.Judged += Judged.Add;
        _store.Load();
    }

    public DocumentFault Import(byte[] document) => Store.Import(document, District.Now).Fault;

    public byte[] PolicyOf(long version, string name) => District.Sign(DocumentKind.Policy, version, District.Policy(name));

    public byte[] Snapshot(long version, params string[] ids)
    {
        ListHash[] hashes = [.. ids.Select(Revoked).Order()];
        byte[] body = new byte[hashes.Length * ListHash.Bytes];
        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i].Write(body.AsSpan(i * ListHash.Bytes));
        }

        return District.Sign(DocumentKind.Revocations, version, body);
    }

    public byte[] Delta(long version, long snapshot, params string[] ids) =>
        District.Sign(DocumentKind.RevocationsDelta, version, RevocationDelta.Empty.With(ids.Select(Revoked)).Write(), snapshot);

    public bool IsRevoked(string id) => Revocations.Contains(Revoked(id));

    /// <summary>A bit of the stored document turns over.</summary>
    public void Rot(string file)
    {
        byte[] bytes = System.IO.File.ReadAllBytes(File(file));
        bytes[^3] ^= 4;
        System.IO.File.WriteAllBytes(File(file), bytes);
    }

    public void Dispose()
    {
        District.Dispose();
        _folder.Dispose();
    }

    private static ListHash Revoked(string id) => ListHash.OfCode("ECP1", id);
}
