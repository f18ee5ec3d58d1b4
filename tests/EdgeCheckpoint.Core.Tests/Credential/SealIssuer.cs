using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Coding;
using EdgeCheckpoint.Core.Credential.Keys;

namespace EdgeCheckpoint.Core.Tests.Credential;

/// <summary>An authority and a signer that issue ICAO seals for tests.</summary>
internal sealed class SealIssuer : IDisposable
{
    private const string HealthSeal = "2.23.136.1.1.14.2";
    private readonly ECDsa _authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _signerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _signer;

    public SealIssuer(DateTimeOffset from, DateTimeOffset until, string usage = HealthSeal, string name = "Test CSCA")
    {
        CertificateRequest root = new($"CN={name},C=UT", _authorityKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = root.CreateSelfSigned(from, until);
        CertificateRequest request = new("CN=Test signer,C=UT", _signerKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: true));
        _signer = request.Create(_authority, from, until, [1, 2, 3]);
    }

    public TrustedKey Authority() => Assert.Single(TrustFile.Read("csca", _authority.RawData, new FrameworkAlgorithms()).Keys);

    public static JsonObject Vaccination(string type = "icao.vacc") => new()
    {
        ["hdr"] = new JsonObject { ["t"] = type, ["v"] = 1, ["is"] = "UTO" },
        ["msg"] = new JsonObject { ["uvci"] = "U1", ["pid"] = new JsonObject { ["n"] = "SMITH JOHN", ["dob"] = "1990-01-02" }, ["ve"] = new JsonArray(new JsonObject { ["seq"] = 1 }) },
    };

    /// <param name="data">Header and message, of whatever form; a vaccination by default.</param>
    public string Issue(JsonObject? data = null)
    {
        data = (JsonObject)(data ?? Vaccination()).DeepClone();
        byte[] signature = _signerKey.SignData(CanonicalJson.Encode(data), HashAlgorithmName.SHA256);
        return new JsonObject
        {
            ["data"] = data,
            ["sig"] = new JsonObject { ["alg"] = "ES256", ["cer"] = Base64UrlText.Encode(_signer.RawData), ["sigvl"] = Base64UrlText.Encode(signature) },
        }.ToJsonString();
    }

    public void Dispose()
    {
        _authority.Dispose();
        _signer.Dispose();
        _authorityKey.Dispose();
        _signerKey.Dispose();
    }
}
