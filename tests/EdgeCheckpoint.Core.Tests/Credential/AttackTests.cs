using System.Formats.Cbor;
using System.IO.Compression;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Coding;
using EdgeCheckpoint.Core.Credential.Cose;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Credential.Pass;
using EdgeCheckpoint.Core.Tests.Credential.Dcc;

namespace EdgeCheckpoint.Core.Tests.Credential;

/// <summary>Attacks that were seen in the field, or that other verifiers fell to.</summary>
public sealed class AttackTests : IDisposable
{
    private readonly DccIssuer _dcc = new();
    private readonly Passes _passes = new();

    private CredentialVerifier Dcc(KeyUsages usages = KeyUsages.AnyDcc) => CredentialFormats.Verifier(new TrustedKeySet([_dcc.Key(usages)]));

    private static byte[] Claims(string document = DccIssuer.Vaccination) => DccIssuer.Claims(Passes.Noon.AddDays(-1), Passes.Noon.AddYears(1), document);

    [Fact]
    public void An_expired_signer_is_not_accepted()
    {
        TrustedKey expired = new(_dcc.Key().KeyId, KeyUsages.AnyDcc, _dcc.Key().SubjectPublicKeyInfo, new FrameworkAlgorithms()) { NotAfter = Passes.Noon.AddDays(-1) };
        string text = DccIssuer.Wrap(_dcc.Sign(Claims()));
        Assert.Equal([], Dcc().Verify(text, Passes.At(Passes.Noon)).Reasons);
        Assert.Equal([Reasons.CodeUntrustedIssuer], CredentialFormats.Verifier(new TrustedKeySet([expired])).Verify(text, Passes.At(Passes.Noon)).Reasons);
    }

    [Fact]
    public void A_signature_of_zeros_is_forged()
    {
        byte[] message = _dcc.Sign(Claims());
        message.AsSpan(message.Length - 64).Clear();
        Assert.Equal([Reasons.CodeForged], Dcc().Verify(DccIssuer.Wrap(message), Passes.At(Passes.Noon)).Reasons);
    }

    [Fact]
    public void Changed_claims_under_the_old_signature_are_forged_and_never_shown()
    {
        Assert.True(CoseSign1.TryRead(_dcc.Sign(Claims()), out CoseSign1? genuine));
        CborWriter writer = new();
        writer.WriteStartArray(4);
        writer.WriteByteString(genuine.ProtectedBytes.Span);
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteByteString(Claims(DccIssuer.Vaccination.Replace("Gabriele", "Somebody", StringComparison.Ordinal)));
        writer.WriteByteString(genuine.Signature.Span);
        writer.WriteEndArray();
        CredentialResult result = Dcc().Verify(DccIssuer.Wrap(writer.Encode()), Passes.At(Passes.Noon));
        Assert.Equal([Reasons.CodeForged], result.Reasons);
        Assert.Empty(result.Claims);
        Assert.Null(result.Subject);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(-37)]
    [InlineData(-65535)]
    public void An_algorithm_of_the_forger_s_choice_does_not_help(int algorithm)
    {
        CborWriter header = new();
        header.WriteStartMap(2);
        header.WriteInt32(1);
        header.WriteInt32(algorithm);
        header.WriteInt32(4);
        header.WriteByteString(Convert.FromHexString(_dcc.Key().KeyId));
        header.WriteEndMap();
        CborWriter writer = new();
        writer.WriteStartArray(4);
        writer.WriteByteString(header.Encode());
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteByteString(Claims());
        writer.WriteByteString(new byte[64]);
        writer.WriteEndArray();
        Assert.False(Dcc().Verify(DccIssuer.Wrap(writer.Encode()), Passes.At(Passes.Noon)).IsValid);
    }

    [Fact]
    public void Three_megabytes_in_three_kilobytes_are_refused_without_being_unpacked()
    {
        // 2.92 MB of zeros compress to about 2.9 kB, which is about 4,300 characters.
        string text = DccIssuer.Wrap(new byte[2_920_000]);
        Assert.InRange(text.Length, 4_000, ICredentialFormat.MaxTextLength);
        CredentialVerifier verifier = Dcc();
        verifier.Verify(text, Passes.At(Passes.Noon));
        long before = GC.GetAllocatedBytesForCurrentThread();
        CredentialResult result = verifier.Verify(text, Passes.At(Passes.Noon));
        Assert.Equal([Reasons.CodeTooLarge], result.Reasons);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 * BoundedInflate.MaxBytes);
    }

    /// <summary>(r, n - s) verifies wherever (r, s) does; the code must stay the same code, or a replay looks new.</summary>
    [Fact]
    public void The_second_form_of_a_signature_makes_no_second_code()
    {
        using Fuzz.CodeSeeds seeds = new();
        Assert.True(Core.Credential.SmartHealth.NumericText.TryDecode(seeds.Card.AsSpan("shc:/".Length), out string jws));
        string[] parts = jws.Split('.');
        Assert.True(Base64UrlText.TryDecode(parts[2], out byte[]? signature));
        System.Numerics.BigInteger order = System.Numerics.BigInteger.Parse(
            "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber, provider: null);
        System.Numerics.BigInteger s = new(signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
        byte[] other = (order - s).ToByteArray(isUnsigned: true, isBigEndian: true);
        signature.AsSpan(32).Clear();
        other.CopyTo(signature, 64 - other.Length);
        parts[2] = Base64UrlText.Encode(signature);
        CredentialResult first = seeds.Verifier.Verify(seeds.Card, Passes.At(Passes.Noon));
        CredentialResult second = seeds.Verifier.Verify(CardIssuer.Numeric(string.Join('.', parts)), Passes.At(Passes.Noon));
        Assert.True(second.IsValid);
        Assert.Equal(first.Id, second.Id);
    }

    [Fact]
    public void A_stream_that_asks_for_a_dictionary_is_malformed()
    {
        byte[] stream = [0x78, 0xBB, 1, 2, 3, 4, .. DccIssuer.Compress(_dcc.Sign(Claims())).AsSpan(2)];
        Assert.Equal([Reasons.CodeMalformed], Dcc().Verify("HC1:" + Base45.Encode(stream), Passes.At(Passes.Noon)).Reasons);
    }

    [Fact]
    public void A_tower_of_arrays_is_malformed_not_a_crash()
    {
        byte[] tower = [.. Enumerable.Repeat((byte)0x81, 60_000), 0];
        Assert.Equal([Reasons.CodeMalformed], Dcc().Verify(DccIssuer.Wrap(tower), Passes.At(Passes.Noon)).Reasons);

        byte[] inside = [0xA1, 0x18, 0x63, .. Enumerable.Repeat((byte)0x81, CborLimits.MaxDepth + 1), 0];
        Assert.Equal([Reasons.CodeMalformed], Dcc().Verify(DccIssuer.Wrap(_dcc.Sign(inside)), Passes.At(Passes.Noon)).Reasons);
    }

    [Fact]
    public void A_claim_that_occurs_twice_is_malformed_even_when_signed()
    {
        byte[] claims = [0xA2, 0x06, 0x00, 0x06, 0x01];
        Assert.Equal([Reasons.CodeMalformed], Dcc().Verify(DccIssuer.Wrap(_dcc.Sign(claims)), Passes.At(Passes.Noon)).Reasons);
    }

    [Fact]
    public void A_key_for_tests_does_not_vouch_for_a_vaccination() =>
        Assert.Equal([Reasons.CodeUntrustedIssuer], Dcc(KeyUsages.DccTest).Verify(DccIssuer.Wrap(_dcc.Sign(Claims())), Passes.At(Passes.Noon)).Reasons);

    [Fact]
    public void A_signer_of_certificates_cannot_issue_passes()
    {
        TrustedKey key = _passes.Key(KeyUsages.AnyDcc);
        Assert.Equal([Reasons.CodeUntrustedIssuer], _passes.Verifier(key).Verify(DistrictPass.Issue(Passes.Green, _passes.Signer), Passes.At(Passes.Noon)).Reasons);
    }

    [Fact]
    public void Turning_the_clock_by_hand_gains_nothing()
    {
        string text = DistrictPass.Issue(Passes.Green, _passes.Signer);
        Assert.False(_passes.Verifier().Verify(text, new VerificationTime(Passes.Noon, ClockState.Unset)).IsValid);
        Assert.False(_passes.Verifier().Verify(text, new VerificationTime(Passes.Noon, ClockState.Estimated)).IsValid);
    }

    [Fact]
    public void A_screenshot_of_a_rotating_code_is_worth_a_minute() =>
        Assert.Equal([Reasons.CodeExpired], _passes.Verify(Passes.Green, Passes.Noon.AddSeconds(61)).Reasons);

    [Theory]
    [InlineData("'; DROP TABLE events; --")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("$(reboot)")]
    public void Hostile_text_in_a_genuine_pass_stays_text(string hostile)
    {
        CredentialResult result = _passes.Verify(Passes.Green with { Unit = hostile });
        Assert.True(result.IsValid);
        Assert.Equal(hostile, result.Claims["unit"]!.GetValue<string>());
        Assert.DoesNotContain("<script", result.Claims.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_code_costs_more_than_eight_signature_checks()
    {
        using Fuzz.CodeSeeds seeds = new();
        seeds.SignatureChecks = 0;
        Assert.Equal([], seeds.Verifier.Verify(seeds.Dcc, Passes.At(Passes.Noon)).Reasons);
        Assert.Equal(ITrustedKeys.MaxCandidates, seeds.SignatureChecks);
        seeds.SignatureChecks = 0;
        byte[] compressed = new byte[Base45.MaxDecodedLength(seeds.Dcc.Length)];
        Assert.True(Base45.TryDecode(seeds.Dcc.AsSpan(4), compressed, out int length));
        byte[] message = Inflate(compressed[..length]);
        message[^1] ^= 1;
        Assert.Equal([Reasons.CodeForged], seeds.Verifier.Verify(DccIssuer.Wrap(message), Passes.At(Passes.Noon)).Reasons);
        Assert.Equal(ITrustedKeys.MaxCandidates, seeds.SignatureChecks);
    }

    [Fact]
    public void Full_verification_stays_within_its_memory()
    {
        CredentialVerifier verifier = Dcc();
        string text = DccIssuer.Wrap(_dcc.Sign(Claims()));
        for (int i = 0; i < 20; i++)
        {
            Assert.True(verifier.Verify(text, Passes.At(Passes.Noon)).IsValid);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            verifier.Verify(text, Passes.At(Passes.Noon));
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 1, 20_000);
    }

    public void Dispose()
    {
        _dcc.Dispose();
        _passes.Dispose();
    }

    private static byte[] Inflate(byte[] compressed)
    {
        using ZLibStream stream = new(new MemoryStream(compressed), CompressionMode.Decompress);
        using MemoryStream output = new();
        stream.CopyTo(output);
        return output.ToArray();
    }
}
