using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Tests.Credential;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Core.Tests.Trust;

public sealed class TrustListBodyTests
{
    private const string CardIssuerAddress = "https://issuer.example";

    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The last second of a certificate counts (RFC 5280, 4.1.2.5).</summary>
    private static readonly DateTimeOffset End = From.AddYears(2).AddSeconds(1);

    private static readonly byte[] Certificate = Signer();

    [Fact]
    public void A_key_is_read_back_as_it_was_written()
    {
        using EcdsaSigner signer = EcdsaSigner.Generate();
        TrustedKey pass = new("", KeyUsages.PersonalCode | KeyUsages.ExitPass, signer.SubjectPublicKeyInfo, new FrameworkAlgorithms())
        {
            Issuer = "d1",
            NotBefore = From,
            NotAfter = From.AddYears(1),
        };
        TrustedKey key = Assert.Single(Read(TrustListBody.Write([pass], [])).Keys);
        Assert.Equal((pass.Usages, KeyIdentifier.Text(signer.KeyId.Span)), (key.Usages, key.KeyId));
        Assert.Equal((pass.Issuer, pass.NotBefore, pass.NotAfter), (key.Issuer, key.NotBefore, key.NotAfter));
    }

    [Fact]
    public void A_certificate_is_read_back_as_it_was_written()
    {
        TrustedKey narrowed = Assert.Single(Narrowed(""", "usages": ["dcc-test"], "issuer": "DE", "notAfter": "2026-06-01T00:00:00Z" """).Keys);
        TrustedKey key = Assert.Single(Read(TrustListBody.Write([narrowed], [])).Keys);
        Assert.Equal(
            (narrowed.KeyId, narrowed.Usages, narrowed.Issuer, narrowed.NotBefore, narrowed.NotAfter),
            (key.KeyId, key.Usages, key.Issuer, key.NotBefore, key.NotAfter));
    }

    [Fact]
    public void Every_member_beside_a_certificate_narrows_it_alone()
    {
        TrustedKey whole = Assert.Single(Narrowed("").Keys);
        Assert.Equal((KeyUsages.AnyDcc, null, From, End), (whole.Usages, whole.Issuer, whole.NotBefore, whole.NotAfter));
        Assert.Equal(KeyUsages.DccTest, Assert.Single(Narrowed(""", "usages": ["dcc-test"] """).Keys).Usages);
        Assert.Equal("DE", Assert.Single(Narrowed(""", "issuer": "DE" """).Keys).Issuer);
        Assert.Equal(From.AddYears(1), Assert.Single(Narrowed(""", "notBefore": "2027-01-01T00:00:00Z" """).Keys).NotBefore);
        Assert.Equal(From.AddYears(1), Assert.Single(Narrowed(""", "notAfter": "2027-01-01T00:00:00Z" """).Keys).NotAfter);
    }

    [Fact]
    public void Nothing_beside_a_certificate_widens_it()
    {
        TrustedKey key = Assert.Single(Narrowed(
            """, "usages": ["dcc-test", "personal-code"], "notBefore": "2020-01-01T00:00:00Z", "notAfter": "2040-01-01T00:00:00Z" """).Keys);
        Assert.Equal((KeyUsages.DccTest, From, End), (key.Usages, key.NotBefore, key.NotAfter));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{ "keySet": [] }""")]
    [InlineData("""{ "keys": [{ "key": "AAAA" }] }""")]
    [InlineData("""{ "keys": [{ "key": "AAAA", "usages": ["everything"] }] }""")]
    [InlineData("""{ "keys": [{ "certificate": "AAAA" }] }""")]
    [InlineData("""{ "keys": [], "keySets": [{ "keys": [{}] }] }""")]
    [InlineData("""{ "keySets": [{ "kid": "x", "method": "rid", "ctr": 1, "rids": [] }] }""")]
    public void A_list_with_one_bad_entry_gives_no_key(string json)
    {
        TrustFile read = Read(Encoding.UTF8.GetBytes(json));
        Assert.Empty(read.Keys);
        Assert.NotEmpty(read.Faults);
    }

    [Theory]
    [InlineData(""", "issuers": ["DE"] """)]
    [InlineData(""", "key": "AAAA" """)]
    [InlineData(""", "issuer": null """)]
    [InlineData(""", "notAfter": "soon" """)]
    public void What_would_narrow_and_is_not_understood_refuses_the_list(string members)
    {
        TrustFile read = Narrowed(members);
        Assert.Empty(read.Keys);
        Assert.NotEmpty(read.Faults);
    }

    [Fact]
    public void A_revoked_card_is_refused_as_soon_as_a_list_says_so()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        (string jws, TrustedKey trusted, string keyId) = CardIssuer.Sign(Card("card-1"), key, CardIssuerAddress);
        var inForce = new TrustInForce(new TrustedKeySet([trusted]));
        CredentialVerifier verifier = CredentialFormats.Verifier(inForce);
        Assert.Equal([], verifier.Verify(CardIssuer.Numeric(jws), Passes.At(From)).Reasons);

        TrustFile list = Read(TrustListBody.Write([], [Revoking(keyId, "card-1")]));
        Assert.Empty(list.Faults);
        inForce.Replace(new TrustedKeySet([trusted], list.CardRevocations));
        Assert.Equal([Reasons.CodeRevoked], verifier.Verify(CardIssuer.Numeric(jws), Passes.At(From)).Reasons);
    }

    [Fact]
    public void A_list_without_revocations_takes_none_of_the_kiosks_own_back()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        (string jws, TrustedKey trusted, string keyId) = CardIssuer.Sign(Card("card-1"), key, CardIssuerAddress);
        TrustFile own = TrustFile.Read("revoked.json", Encoding.UTF8.GetBytes(Revoking(keyId, "card-1").ToJsonString()), new FrameworkAlgorithms());
        var inForce = new TrustInForce(own.ToSet());
        inForce.Replace(new TrustedKeySet([trusted]));
        Assert.Equal([Reasons.CodeRevoked], CredentialFormats.Verifier(inForce).Verify(CardIssuer.Numeric(jws), Passes.At(From)).Reasons);
    }

    private static TrustFile Read(byte[] body) => TrustListBody.Read(body, new FrameworkAlgorithms());

    private static TrustFile Narrowed(string members) =>
        Read(Encoding.UTF8.GetBytes($$"""{ "keys": [{ "certificate": "{{Convert.ToBase64String(Certificate)}}"{{members}}}] }"""));

    /// <summary>Signs all kinds of EU certificates, for two years.</summary>
    private static byte[] Signer()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=DSC", key, HashAlgorithmName.SHA256).CreateSelfSigned(From, From.AddYears(2));
        return certificate.RawData;
    }

    private static JsonObject Revoking(string keyId, string card) =>
        new() { ["kid"] = keyId, ["method"] = "rid", ["ctr"] = 1, ["rids"] = new JsonArray(card) };

    private static JsonObject Card(string revocationId) => new()
    {
        ["iss"] = CardIssuerAddress,
        ["nbf"] = From.AddDays(-1).ToUnixTimeSeconds(),
        ["vc"] = new JsonObject
        {
            ["type"] = new JsonArray("https://smarthealth.cards#health-card"),
            ["rid"] = revocationId,
            ["credentialSubject"] = new JsonObject
            {
                ["fhirVersion"] = "4.0.1",
                ["fhirBundle"] = JsonNode.Parse("""{ "resourceType": "Bundle", "type": "collection", "entry": [{ "resource": { "resourceType": "Patient", "birthDate": "1990-01-01" } }] }"""),
            },
        },
    };
}
