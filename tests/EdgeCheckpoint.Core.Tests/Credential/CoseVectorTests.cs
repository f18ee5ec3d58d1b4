using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Coding;
using EdgeCheckpoint.Core.Credential.Cose;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Core.Tests.Credential;

/// <summary>The COSE working group's examples. EdDSA is verified in the hardware tests, where its library is.</summary>
public sealed class CoseVectorTests
{
    [NeedsTheory(data: "cose")]
    [InlineData("ecdsa-examples/ecdsa-sig-02.json")]
    [InlineData("sign1-tests/sign-fail-01.json")]
    [InlineData("sign1-tests/sign-fail-02.json")]
    [InlineData("sign1-tests/sign-fail-07.json")]
    public void A_single_signature_verifies_exactly_when_it_must(string name)
    {
        JsonNode example = Load(name);
        bool verified = CoseSign1.TryRead(Message(example), out CoseSign1? sign1)
            && sign1.Headers.Algorithm is { } algorithm
            && Verify(algorithm, example["input"]!["sign0"]!["key"]!, sign1.SignedBytes(), sign1.Signature.Span);
        Assert.Equal(example["fail"]?.GetValue<bool>() is not true, verified);
    }

    [NeedsTheory(data: "cose")]
    [InlineData("ecdsa-examples/ecdsa-sig-02.json")]
    [InlineData("eddsa-examples/eddsa-sig-01.json")]
    [InlineData("eddsa-examples/eddsa-sig-02.json")]
    public void The_bytes_that_are_signed_are_the_stated_ones(string name)
    {
        JsonNode example = Load(name);
        Assert.True(CoseSign1.TryRead(Message(example), out CoseSign1? sign1));
        Assert.Equal(example["intermediates"]!["ToBeSign_hex"]!.GetValue<string>(), Convert.ToHexString(sign1.SignedBytes()));
    }

    /// <summary>Messages of several signatures are no codes; their algorithms are ours all the same.</summary>
    [NeedsTheory(data: "cose")]
    [InlineData("ecdsa-examples/ecdsa-03.json", SignatureAlgorithm.Es512)]
    [InlineData("rsa-pss-examples/rsa-pss-01.json", SignatureAlgorithm.Ps256)]
    [InlineData("rsa-pss-examples/rsa-pss-02.json", SignatureAlgorithm.Ps384)]
    [InlineData("rsa-pss-examples/rsa-pss-03.json", SignatureAlgorithm.Ps512)]
    public void A_message_of_several_signatures_is_refused_and_each_of_them_verifies(string name, SignatureAlgorithm algorithm)
    {
        JsonNode example = Load(name);
        Assert.False(CoseSign1.TryRead(Message(example), out _));
        JsonNode key = example["input"]!["sign"]!["signers"]![0]!["key"]!;
        byte[] signed = Convert.FromHexString(example["intermediates"]!["signers"]![0]!["ToBeSign_hex"]!.GetValue<string>());
        byte[] signature = OnlySignature(Message(example));
        Assert.True(Verify(algorithm, key, signed, signature));
        signature[^1] ^= 1;
        Assert.False(Verify(algorithm, key, signed, signature));
    }

    [NeedsTheory(data: "cose")]
    [InlineData("eddsa-examples/eddsa-01.json")]
    [InlineData("CWT/A_4.json")]
    [InlineData("CWT/A_5.json")]
    [InlineData("CWT/A_6.json")]
    public void A_message_of_another_kind_is_refused(string name) => Assert.False(CoseSign1.TryRead(Message(Load(name)), out _));

    [NeedsFact(data: "cose")]
    public void The_claims_of_the_CWT_example_are_read()
    {
        byte[] claims = Convert.FromHexString(Load("CWT/A_4.json")["input"]!["plaintext_hex"]!.GetValue<string>());
        Assert.Equal(
            """{"1":"coap://as.example.com","2":"erikw","3":"coap://light.example.com","4":1444064944,"5":1443944944,"6":1443944944,"7":"C3E"}""",
            CborJson.Read(new CborReader(claims))!.ToJsonString());
    }

    private static JsonNode Load(string name) => JsonNode.Parse(File.ReadAllText(Repository.Data("cose", name)))!;

    private static byte[] Message(JsonNode example) => Convert.FromHexString(example["output"]!["cbor"]!.GetValue<string>());

    /// <summary>The one signature of a COSE_Sign message.</summary>
    private static byte[] OnlySignature(byte[] message)
    {
        CborReader reader = new(message);
        reader.ReadTag();
        reader.ReadStartArray();
        for (int i = 0; i < 3; i++)
        {
            reader.SkipValue();
        }

        Assert.Equal(1, reader.ReadStartArray());
        reader.ReadStartArray();
        reader.SkipValue();
        reader.SkipValue();
        return reader.ReadByteString();
    }

    private static bool Verify(SignatureAlgorithm algorithm, JsonNode key, byte[] signed, ReadOnlySpan<byte> signature)
    {
        Assert.True(new FrameworkAlgorithms().TryOpen(algorithm, PublicKey(key), out ISignatureVerifier? verifier));
        using (verifier)
        {
            return verifier.Verify(signed, signature);
        }
    }

    private static byte[] PublicKey(JsonNode key)
    {
        if (key["kty"]!.GetValue<string>() == "RSA")
        {
            using RSA rsa = RSA.Create(new RSAParameters { Modulus = Convert.FromHexString(key["n_hex"]!.GetValue<string>()), Exponent = Convert.FromHexString(key["e_hex"]!.GetValue<string>()) });
            return rsa.ExportSubjectPublicKeyInfo();
        }

        ECCurve curve = key["crv"]!.GetValue<string>() switch
        {
            "P-256" => ECCurve.NamedCurves.nistP256,
            "P-384" => ECCurve.NamedCurves.nistP384,
            _ => ECCurve.NamedCurves.nistP521,
        };
        Assert.True(Base64UrlText.TryDecode(key["x"]!.GetValue<string>(), out byte[]? x));
        Assert.True(Base64UrlText.TryDecode(key["y"]!.GetValue<string>(), out byte[]? y));
        using ECDsa ecdsa = ECDsa.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = x, Y = y } });
        return ecdsa.ExportSubjectPublicKeyInfo();
    }
}
