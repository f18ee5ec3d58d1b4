using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Core.Tests.Credential;

public sealed class TrustFileTests
{
    private static TrustFile Read(string text) => TrustFile.Read("file", Encoding.UTF8.GetBytes(text), new FrameworkAlgorithms());

    [Fact]
    public void A_public_key_signs_passes_and_nothing_else()
    {
        using EcdsaSigner signer = EcdsaSigner.Generate();
        TrustFile file = Read("a note above\n" + signer.PublicKeyPem());
        TrustedKey key = Assert.Single(file.Keys);
        Assert.Empty(file.Faults);
        Assert.Equal((KeyIdentifier.Text(signer.KeyId.Span), KeyUsages.AnyPass), (key.KeyId, key.Usages));
    }

    [Fact]
    public void A_private_key_is_never_trusted()
    {
        using EcdsaSigner signer = EcdsaSigner.Generate();
        TrustFile file = Read(signer.PrivateKeyPem());
        Assert.Empty(file.Keys);
        Assert.Contains("private key", Assert.Single(file.Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{\"keys\":3}")]
    [InlineData("{")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    public void A_file_without_keys_says_why(string text)
    {
        TrustFile file = Read(text);
        Assert.Empty(file.Keys);
        Assert.NotEmpty(file.Faults);
    }

    [Theory]
    [InlineData(2026)]
    [InlineData(9999)]
    public void A_certificate_vouches_through_the_last_second_it_names(int year)
    {
        DateTimeOffset last = new(year, 12, 31, 23, 59, 59, TimeSpan.Zero);
        using ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=signer", pair, HashAlgorithmName.SHA256).CreateSelfSigned(last.AddYears(-1), last);
        TrustedKey key = Assert.Single(Read(certificate.ExportCertificatePem()).Keys);
        Assert.True(key.NotAfter > last);
        Assert.Equal(year == 9999 ? DateTimeOffset.MaxValue : last.AddSeconds(1), key.NotAfter);
    }

    [Theory]
    [InlineData("{\"keys\":[]}")]
    [InlineData("\uFEFF{\"keys\":[]}")]
    [InlineData("\uFEFF \r\n{\"keys\":[]}")]
    public void A_key_set_is_told_from_keys_with_and_without_a_byte_order_mark(string text)
    {
        TrustFile file = Read(text);
        Assert.Empty(file.Faults);
        Assert.Equal("{\"keys\":[]}", Encoding.UTF8.GetString(file.KeySet.Span));
    }

    [Fact]
    public void A_key_set_with_something_behind_it_is_not_used() => Assert.NotEmpty(Read("{\"keys\":[]} and more").Faults);

    [NeedsFact(data: "shc/example-issuer")]
    public void A_published_key_set_is_read()
    {
        TrustFile file = TrustFile.Read("jwks.json", File.ReadAllBytes(Repository.Data("shc", "example-issuer", "jwks.json")), new FrameworkAlgorithms());
        Assert.Empty(file.Faults);
        Assert.All(file.Keys, static k => Assert.Equal((KeyUsages.SmartHealthCard, 64), (k.Usages, k.KeyId.Length)));
        Assert.NotEmpty(file.Keys);
    }

    [NeedsTheory(data: "shc/testdata")]
    [InlineData("private_key.json")]
    [InlineData("wrong_kid_key.json")]
    [InlineData("wrong_alg_key.json")]
    public void A_bad_published_key_is_not_used(string name)
    {
        TrustFile file = TrustFile.Read(name, File.ReadAllBytes(Repository.Data("shc", "testdata", name)), new FrameworkAlgorithms());
        Assert.Empty(file.Keys);
        Assert.NotEmpty(file.Faults);
    }
}
