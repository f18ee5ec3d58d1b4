using System.Text;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Kiosk.Tests.Trust;

/// <summary>A district that signs documents, for tests.</summary>
internal sealed class District : IDisposable
{
    public static readonly DateTimeOffset Issued = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly VerificationTime Now = new(Issued.AddHours(3), ClockState.Synced);

    private readonly EcdsaSigner _root = EcdsaSigner.Generate();

    public TrustedKeySet Roots => new([new TrustedKey(KeyIdentifier.Text(_root.KeyId.Span), KeyUsages.None, _root.SubjectPublicKeyInfo, new FrameworkAlgorithms())]);

    public string RootPem => _root.PublicKeyPem();

    public byte[] Sign(DocumentKind kind, long version, byte[] body, long? snapshot = null, string district = "d1", DateTimeOffset? issued = null)
    {
        using var to = new MemoryStream();
        using var from = new MemoryStream(body);
        DateTimeOffset at = issued ?? Issued;
        SignedDocument.Write(to, new DocumentManifest(kind, district, version, at, at.AddDays(30), at.AddDays(1), 0, "", snapshot), from, _root);
        return to.ToArray();
    }

    public byte[] Sign(DocumentKind kind, long version, string body) => Sign(kind, version, Encoding.UTF8.GetBytes(body));

    /// <summary>A policy of that name that lets nobody pass in a lockdown.</summary>
    public static string Policy(string name) =>
        $$"""{ "schema": 1, "policy": "{{name}}", "version": "1", "title": { "zh-CN": "测", "en": "t" }, "rules": [{ "id": "r", "findings": ["lockdown"], "otherwise": "deny" }] }""";

    public void Dispose() => _root.Dispose();
}
