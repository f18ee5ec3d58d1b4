using System.Formats.Cbor;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Coding;
using EdgeCheckpoint.Core.Credential.Cose;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Credential.Pass;
using EdgeCheckpoint.Core.Tests.Credential.Dcc;

namespace EdgeCheckpoint.Core.Tests.Credential;

/// <summary>A number can be written in several ways; a map that names a member twice is refused in all of them.</summary>
public sealed class RepeatedLabelTests : IDisposable
{
    private static readonly byte[] Algorithm = [0x01, 0x26];
    private static readonly byte[] EmptyMap = [0xA0];

    private readonly Passes _passes = new();

    private byte[] KeyId => [0x04, 0x48, .. _passes.Signer.KeyId.Span];

    [Theory]
    [InlineData(new byte[] { 0x18, 0x04 })]
    [InlineData(new byte[] { 0x1B, 0, 0, 0, 0, 0, 0, 0, 4 })]
    public void A_claim_that_occurs_twice_is_malformed(byte[] expires)
    {
        byte[] far = [.. expires, 0x1A, 0xF0, 0x00, 0x00, 0x00];
        using DccIssuer issuer = new();
        byte[] claims = DccIssuer.Claims(Passes.Noon.AddYears(-2), Passes.Noon.AddYears(-1), DccIssuer.Vaccination);
        string text = DccIssuer.Wrap(issuer.Sign(OneMore(claims, far)));
        Assert.Equal([Reasons.CodeMalformed], CredentialFormats.Verifier(new TrustedKeySet([issuer.Key()])).Verify(text, Passes.At(Passes.Noon)).Reasons);

        byte[] pass = CoseSign1.Sign(OneMore(PassCbor.Write(Passes.Green), far), _passes.Signer);
        Assert.Equal([Reasons.CodeMalformed], Verify(pass, Passes.Noon.AddDays(1)).Reasons);
    }

    [Fact]
    public void A_header_that_occurs_twice_is_malformed()
    {
        Assert.Equal([], WithHeaders([0xA2, .. Algorithm, .. KeyId], EmptyMap));
        Assert.Equal([], WithHeaders([0xA1, .. Algorithm], [0xA1, .. KeyId]));
        Assert.Equal([Reasons.CodeMalformed], WithHeaders([0xA3, .. Algorithm, .. KeyId, 0x18, 0x01, 0x27], EmptyMap));
        Assert.Equal([Reasons.CodeMalformed], WithHeaders([0xA1, .. Algorithm], [0xA2, 0x04, 0x41, 0x00, 0x18, .. KeyId]));
    }

    [Fact]
    public void An_algorithm_that_the_signature_does_not_cover_does_not_count()
    {
        Assert.Equal([Reasons.CodeMalformed], WithHeaders([0xA1, .. KeyId], [0xA1, .. Algorithm]));
        Assert.Equal([Reasons.CodeMalformed], WithHeaders([], [0xA2, .. Algorithm, .. KeyId]));
    }

    public void Dispose() => _passes.Dispose();

    private static byte[] OneMore(byte[] map, byte[] member) => [(byte)(map[0] + 1), .. map.AsSpan(1), .. member];

    /// <summary>Reasons against a genuine pass with such headers.</summary>
    private IReadOnlyList<string> WithHeaders(byte[] @protected, byte[] unprotected)
    {
        byte[] payload = PassCbor.Write(Passes.Green);
        CborWriter signed = new();
        signed.WriteStartArray(4);
        signed.WriteTextString("Signature1");
        signed.WriteByteString(@protected);
        signed.WriteByteString([]);
        signed.WriteByteString(payload);
        signed.WriteEndArray();
        CborWriter message = new(CborConformanceMode.Lax);
        message.WriteStartArray(4);
        message.WriteByteString(@protected);
        message.WriteEncodedValue(unprotected);
        message.WriteByteString(payload);
        message.WriteByteString(_passes.Signer.Sign(signed.Encode()));
        message.WriteEndArray();
        return Verify(message.Encode(), Passes.Noon).Reasons;
    }

    private CredentialResult Verify(byte[] message, DateTimeOffset at) =>
        _passes.Verifier().Verify(DistrictPass.Prefix + Base45.Encode(message), Passes.At(at));
}
