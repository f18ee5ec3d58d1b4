using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Credential.Pass;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Crypto;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Crypto;

public sealed class LibcryptoTests
{
    private const string Library = "libcrypto.so.3";
    private static readonly DateTimeOffset Noon = new(2026, 5, 6, 12, 0, 0, TimeSpan.Zero);

    [NeedsTheory(library: Library)]
    [InlineData("abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")]
    [InlineData("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd", "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")]
    public void Examples_of_GBT_32905_hash_as_stated(string text, string hash) =>
        Assert.Equal(hash, Convert.ToHexStringLower(Sm3.Hash(System.Text.Encoding.ASCII.GetBytes(text))));

    [NeedsFact(library: Library)]
    public void The_example_of_GBT_32918_5_verifies()
    {
        byte[] spki = Convert.FromHexString(
            "3059301306072A8648CE3D020106082A811CCF5501822D034200" + "04"
            + "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020" + "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13");
        byte[] signature = Convert.FromHexString(
            "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3" + "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA");
        Assert.True(new LibcryptoAlgorithms().TryOpen(SignatureAlgorithm.Sm2, spki, out ISignatureVerifier? verifier));
        using (verifier)
        {
            Assert.True(verifier.Verify("message digest"u8, signature));
            Assert.False(verifier.Verify("message digesT"u8, signature));
            Assert.False(verifier.Verify("message digest"u8, signature.AsSpan(1)));
            Assert.False(verifier.Verify("message digest"u8, new byte[64]));
        }
    }

    [NeedsTheory(data: "cose", library: Library)]
    [InlineData("eddsa-sig-01.json", "302A300506032B6570032100")]
    [InlineData("eddsa-sig-02.json", "3043300506032B6571033A00")]
    public void Published_EdDSA_messages_verify(string name, string keyPrefix)
    {
        JsonNode example = JsonNode.Parse(File.ReadAllText(Repository.Data("cose", "eddsa-examples", name)))!;
        byte[] spki = Convert.FromHexString(keyPrefix + example["input"]!["sign0"]!["key"]!["x_hex"]!.GetValue<string>());
        byte[] signed = Convert.FromHexString(example["intermediates"]!["ToBeSign_hex"]!.GetValue<string>());
        byte[] message = Convert.FromHexString(example["output"]!["cbor"]!.GetValue<string>());
        byte[] signature = message[^(name.Contains("01", StringComparison.Ordinal) ? 64 : 114)..];
        Assert.True(new LibcryptoAlgorithms().TryOpen(SignatureAlgorithm.EdDsa, spki, out ISignatureVerifier? verifier));
        using (verifier)
        {
            Assert.True(verifier.Verify(signed, signature));
            signature[0] ^= 1;
            Assert.False(verifier.Verify(signed, signature));
            Assert.False(verifier.Verify(signed, []));
        }
    }

    [NeedsTheory(library: Library)]
    [InlineData(SignatureAlgorithm.Es256)]
    [InlineData(SignatureAlgorithm.EdDsa)]
    [InlineData(SignatureAlgorithm.Sm2)]
    public void A_pass_of_every_algorithm_survives_the_way_through_key_files(SignatureAlgorithm algorithm)
    {
        Assert.True(PassSigners.TryGenerate(algorithm, out IPassSigner? made));
        using (made)
        {
            Assert.True(PassSigners.TryRead(made.PrivateKeyPem(), out IPassSigner? signer));
            using (signer)
            {
                Assert.Equal((made.Algorithm, Convert.ToHexString(made.KeyId.Span)), (signer.Algorithm, Convert.ToHexString(signer.KeyId.Span)));
                TrustFile trusted = TrustFile.Read("key.pem", System.Text.Encoding.ASCII.GetBytes(signer.PublicKeyPem()), new LibcryptoAlgorithms());
                CredentialVerifier verifier = CredentialFormats.Verifier(new TrustedKeySet(trusted.Keys));
                string text = DistrictPass.Issue(Claims, signer);
                Assert.Equal([], verifier.Verify(text, new VerificationTime(Noon, ClockState.Synced)).Reasons);
                Assert.False(verifier.Verify(text[..^3] + "000", new VerificationTime(Noon, ClockState.Synced)).IsValid);
            }
        }
    }

    [NeedsTheory(library: Library)]
    [InlineData(SignatureAlgorithm.EdDsa)]
    [InlineData(SignatureAlgorithm.Sm2)]
    public void A_key_of_another_algorithm_is_not_opened(SignatureAlgorithm algorithm)
    {
        using ECDsa p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.False(new LibcryptoAlgorithms().TryOpen(algorithm, p256.ExportSubjectPublicKeyInfo(), out _));
        Assert.False(new LibcryptoAlgorithms().TryOpen(algorithm, new byte[] { 0x30, 0x03, 1, 2, 3 }, out _));
        Assert.False(new LibcryptoAlgorithms().TryOpen(algorithm, [], out _));
    }

    private static readonly PassClaims Claims = new()
    {
        Kind = PassKind.Exit,
        Issuer = "320200",
        Id = "00ff",
        Subject = "household-7",
        IssuedAt = Noon,
        ExpiresAt = Noon.AddDays(30),
    };
}
