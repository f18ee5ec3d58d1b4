using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Coding;
using EdgeCheckpoint.Core.Credential.Cose;
using EdgeCheckpoint.Core.Credential.Dcc;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Core.Tests.Credential.Dcc;

/// <summary>Every step of every published certificate comes out as its authors state, except where a deviation is named and argued.</summary>
public sealed class DccVectorTests
{
    [NeedsFact(data: "dcc")]
    public void All_vectors_are_there() => Assert.Equal(291, DccVector.All.Count);

    [NeedsFact(data: "dcc")]
    public void The_prefix_is_told() => Check("EXPECTEDUNPREFIX", static v => v.Prefixed.StartsWith("HC1:", StringComparison.Ordinal));

    [NeedsFact(data: "dcc")]
    public void Base45_is_decoded() =>
        Check("EXPECTEDB45DECODE", static v => Decoded(v) is { } bytes && (v.Compressed is not { } expected || bytes.AsSpan().SequenceEqual(expected)));

    [NeedsFact(data: "dcc")]
    public void Zlib_is_inflated() =>
        Check("EXPECTEDCOMPRESSION", static v => Inflated(v) is { } bytes && (v.Cose is not { } expected || bytes.AsSpan().SequenceEqual(expected)));

    [NeedsFact(data: "dcc")]
    public void The_document_is_decoded() =>
        Check("EXPECTEDDECODE", static v => Claims(v) is { } claims && (v.Document is null || Same(claims.Document, v.Document)));

    [NeedsFact(data: "dcc")]
    public void The_document_is_valid_JSON() =>
        Check("EXPECTEDVALIDJSON", static v => JsonNode.Parse(Claims(v)!.Document.ToJsonString()) is JsonObject);

    [NeedsFact(data: "dcc")]
    public void The_signature_is_verified_with_the_key_its_identifier_names() =>
        Check("EXPECTEDVERIFY", static v => Found(v).Key is not null);

    [NeedsFact(data: "dcc")]
    public void The_schema_is_checked() =>
        Check("EXPECTEDSCHEMAVALIDATION", static v => DccSchema.FaultOf(Claims(v)!.Document, Claims(v)!.IssuedAt) is null);

    [NeedsFact(data: "dcc")]
    public void The_dates_are_checked() =>
        Check("EXPECTEDEXPIRATIONCHECK", static v => Validity.Of(Claims(v)!.ValidFrom, Claims(v)!.ValidUntil, Passes.At(v.Clock!.Value)).Status == CredentialStatus.Valid);

    [NeedsFact(data: "dcc")]
    public void The_key_usage_is_checked() => Check("EXPECTEDKEYUSAGE", static v =>
    {
        KeyUsages needed = DccEntries.UsagesOf(Claims(v)!.Document);
        return v.Signer().Keys is [{ } key] && (key.Usages & needed) == needed;
    });

    /// <summary>Vectors that contradict themselves, by step and name, each with the reason.</summary>
    private static readonly Dictionary<(string Step, string Name), string> Argued = new()
    {
        [("EXPECTEDDECODE", "FR/2DCode/raw/test_pcr_ok.json")] =
            "its JSON says sc 12:34:56Z and dr 12:45:01Z where its own signed CBOR says 14:34:56Z and 14:45:01Z",
    };

    /// <summary>An argued deviation must go on deviating, else its argument is stale.</summary>
    private static void Check(string step, Func<DccVector, bool> run)
    {
        string[] wrong = [.. DccVector.All
            .Where(v => v.Expects(step) is { } expected && (run(v) == expected) == Argued.ContainsKey((step, v.Name)))
            .Select(static v => v.Name)];
        Assert.True(wrong.Length == 0, $"{step}: {wrong.Length} come out wrong:\n{string.Join("\n", wrong)}");
    }

    /// <summary>Refused as a whole though no step of them is stated bad, each for what no step states.</summary>
    private static readonly Dictionary<string, string> RefusedAllTheSame = new()
    {
        ["ES/2DCode/raw/501.json"] = Reasons.CodeUntrustedIssuer,
        ["ES/2DCode/raw/502.json"] = Reasons.CodeUntrustedIssuer,
        ["LV/2DCode/raw/1.json"] = Reasons.CodeUntrustedIssuer,
        ["LV/2DCode/raw/2.json"] = Reasons.CodeUntrustedIssuer,
        ["LV/2DCode/raw/3.json"] = Reasons.CodeUntrustedIssuer,
        ["ES/2DCode/raw/1102.json"] = Reasons.CodeNotYetValid,
        ["FR/2DCode/raw/test_pcr_ok.json"] = Reasons.CodeNotYetValid,
        ["LU/2DCode/raw/INCERT_R_DCC_Recovery.json"] = Reasons.CodeNotYetValid,
    };

    /// <summary>The whole way from text to answer.</summary>
    [NeedsFact(data: "dcc")]
    public void A_certificate_is_valid_exactly_when_no_step_of_it_is_stated_bad_but_for_those_named()
    {
        string[] steps = ["EXPECTEDUNPREFIX", "EXPECTEDB45DECODE", "EXPECTEDCOMPRESSION", "EXPECTEDVERIFY", "EXPECTEDSCHEMAVALIDATION", "EXPECTEDEXPIRATIONCHECK", "EXPECTEDKEYUSAGE"];
        int valid = 0;
        foreach (DccVector vector in DccVector.All)
        {
            CredentialResult result = Verify(vector, vector.Clock!.Value);
            if (RefusedAllTheSame.TryGetValue(vector.Name, out string? reason))
            {
                Assert.Equal((vector.Name, reason), (vector.Name, result.Reasons[0]));
                continue;
            }

            bool expected = !steps.Any(s => vector.Expects(s) is false);
            Assert.True(result.IsValid == expected, $"{vector.Name}: {string.Join(", ", result.Reasons)}");
            valid += expected ? 1 : 0;
        }

        Assert.Equal(200, valid);
    }

    /// <summary>Their clocks stand before their own issue, which no step of theirs is about; while their dates last they are good.</summary>
    [NeedsFact(data: "dcc")]
    public void Those_refused_for_their_clock_are_valid_once_they_are_issued() =>
        Assert.All(
            DccVector.All.Where(static v => RefusedAllTheSame.GetValueOrDefault(v.Name) == Reasons.CodeNotYetValid),
            static v => Assert.Equal([], Verify(v, Claims(v)!.IssuedAt).Reasons));

    /// <summary>A signer with the rights of an authority issues signers, and no document.</summary>
    [NeedsFact(data: "dcc")]
    public void Those_refused_for_their_signer_are_signed_by_an_authority() =>
        Assert.All(
            DccVector.All.Where(static v => RefusedAllTheSame.GetValueOrDefault(v.Name) == Reasons.CodeUntrustedIssuer),
            static v => Assert.Equal(KeyUsages.VisibleSealAuthority, Assert.Single(v.Signer().Keys).Usages));

    private static CredentialResult Verify(DccVector vector, DateTimeOffset at) =>
        CredentialFormats.Verifier(new TrustedKeySet(vector.Signer().Keys)).Verify(vector.Prefixed, Passes.At(at));

    private static byte[]? Decoded(DccVector vector)
    {
        string text = vector.Base45 ?? vector.Prefixed["HC1:".Length..];
        byte[] bytes = new byte[Base45.MaxDecodedLength(text.Length)];
        return Base45.TryDecode(text, bytes, out int length) ? bytes[..length] : null;
    }

    private static byte[]? Inflated(DccVector vector)
    {
        byte[] output = new byte[BoundedInflate.MaxBytes];
        byte[]? compressed = vector.Compressed ?? Decoded(vector);
        return compressed is not null && BoundedInflate.Zlib(compressed, compressed.Length, output, out int written) == InflateResult.Done
            ? output[..written]
            : null;
    }

    private static CoseSign1? Message(DccVector vector) =>
        (vector.Cose ?? Inflated(vector)) is { } bytes && CoseSign1.TryRead(bytes, out CoseSign1? sign1) ? sign1 : null;

    private static DccClaims? Claims(DccVector vector) =>
        Message(vector) is { } message && DccClaims.TryRead(message.Payload, out DccClaims? claims) ? claims : null;

    private static SignerSearch Found(DccVector vector)
    {
        CoseSign1 message = Message(vector)!;
        return SignerSearch.Run(new TrustedKeySet(vector.Signer().Keys).Find(message.Headers.KeyId.Span), message, SignatureAlgorithm.Es256, SignatureAlgorithm.Ps256);
    }

    private static bool Same(JsonNode actual, JsonNode expected) =>
        JsonNode.DeepEquals(JsonNode.Parse(actual.ToJsonString()), JsonNode.Parse(expected.ToJsonString()));
}
