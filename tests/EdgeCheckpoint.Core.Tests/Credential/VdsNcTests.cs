using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Core.Tests.Credential;

public sealed class VdsNcTests
{
    private static readonly DateTimeOffset InDate = new(2022, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [NeedsFact(data: "vdsnc")]
    public void Every_published_seal_comes_out_as_its_manifest_states()
    {
        JsonArray manifest = JsonNode.Parse(File.ReadAllText(Repository.Data("vdsnc", "manifest.json")))!.AsArray();
        Assert.Equal(3, manifest.Count);
        foreach (JsonNode? entry in manifest)
        {
            CredentialResult result = Verify(Seal(entry!["file"]!.GetValue<string>()), InDate);
            Assert.Equal(entry["signature_valid"]!.GetValue<bool>() ? [] : [Reasons.CodeForged], result.Reasons);
        }
    }

    [NeedsFact(data: "vdsnc")]
    public void A_valid_seal_says_what_it_says()
    {
        CredentialResult result = Verify(Seal("apo-library-valid.json"), InDate);
        Assert.Equal((CredentialStatus.Valid, "VDS-NC", "icao.vacc", "VB0009990025"), (result.Status, result.Format, result.Kind, result.Id));
        Assert.Equal("AUS", result.Claims["hdr"]!["is"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("icao.vacc", true)]
    [InlineData("icao.test", true)]
    [InlineData("staff", false)]
    [InlineData("freight", false)]
    [InlineData("icao.vacc\u202e", false)]
    public void A_seal_is_of_one_of_the_two_kinds_whatever_its_signer_writes(string kind, bool read)
    {
        using SealIssuer issuer = new(InDate.AddDays(-1), InDate.AddDays(1));
        CredentialResult result = CredentialFormats.Verifier(new TrustedKeySet([issuer.Authority()])).Verify(issuer.Issue(SealIssuer.Vaccination(kind)), Passes.At(InDate));
        Assert.Equal(read ? [] : [Reasons.CodeMalformed], result.Reasons);
        Assert.Equal(read ? kind : null, result.Kind);
    }

    [Fact]
    public void Seals_of_every_authority_are_read_however_many_there_are()
    {
        SealIssuer[] issuers = [.. Enumerable.Range(1, ITrustedKeys.MaxCandidates + 2).Select(static i => new SealIssuer(InDate.AddDays(-1), InDate.AddDays(1), name: $"CSCA {i}"))];
        CredentialVerifier verifier = CredentialFormats.Verifier(new TrustedKeySet(issuers.Select(static i => i.Authority())));
        Assert.All(issuers, issuer => Assert.Equal([], verifier.Verify(issuer.Issue(), Passes.At(InDate)).Reasons));
        Array.ForEach(issuers, static i => i.Dispose());
    }

    [NeedsFact(data: "vdsnc")]
    public void A_seal_ends_with_its_signer()
    {
        Assert.Equal([Reasons.CodeUntrustedIssuer], Verify(Seal("apo-library-valid.json"), new(2031, 10, 1, 0, 0, 0, TimeSpan.Zero)).Reasons);
        Assert.Equal([Reasons.CodeUntrustedIssuer], Verify(Seal("apo-library-valid.json"), new(2021, 8, 1, 0, 0, 0, TimeSpan.Zero)).Reasons);
    }

    [NeedsFact(data: "vdsnc")]
    public void A_signer_that_no_trusted_authority_issued_is_refused() =>
        Assert.Equal(
            [Reasons.CodeUntrustedIssuer],
            CredentialFormats.Verifier(TrustedKeySet.Empty).Verify(Seal("apo-library-valid.json"), Passes.At(InDate)).Reasons);

    [NeedsFact(data: "vdsnc")]
    public void Layout_and_order_do_not_count_but_a_changed_value_does()
    {
        JsonObject seal = JsonNode.Parse(Seal("apo-library-valid.json"))!.AsObject();
        JsonObject reordered = new() { ["sig"] = seal["sig"]!.DeepClone(), ["data"] = seal["data"]!.DeepClone() };
        Assert.True(Verify(reordered.ToJsonString(), InDate).IsValid);
        reordered["data"]!["msg"]!["pid"]!["dob"] = "2004-03-21";
        Assert.Equal([Reasons.CodeForged], Verify(reordered.ToJsonString(), InDate).Reasons);
    }

    [Fact]
    public void A_signer_for_other_purposes_signs_no_seals()
    {
        using SealIssuer good = new(InDate.AddDays(-1), InDate.AddDays(1));
        using SealIssuer other = new(InDate.AddDays(-1), InDate.AddDays(1), usage: "1.3.6.1.5.5.7.3.1");
        Assert.Equal([], CredentialFormats.Verifier(new TrustedKeySet([good.Authority()])).Verify(good.Issue(), Passes.At(InDate)).Reasons);
        Assert.Equal([Reasons.CodeUntrustedIssuer], CredentialFormats.Verifier(new TrustedKeySet([other.Authority()])).Verify(other.Issue(), Passes.At(InDate)).Reasons);
    }

    /// <summary>Same name, other key: the name alone is no trust.</summary>
    [Fact]
    public void An_authority_s_namesake_is_not_trusted()
    {
        using SealIssuer trusted = new(InDate.AddDays(-1), InDate.AddDays(1));
        using SealIssuer namesake = new(InDate.AddDays(-1), InDate.AddDays(1));
        Assert.Equal([Reasons.CodeUntrustedIssuer], CredentialFormats.Verifier(new TrustedKeySet([trusted.Authority()])).Verify(namesake.Issue(), Passes.At(InDate)).Reasons);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"data\":{\"hdr\":{\"t\":\"icao.vacc\",\"is\":\"AUS\"},\"msg\":{}},\"sig\":{\"alg\":\"none\",\"cer\":\"\",\"sigvl\":\"\"}}")]
    [InlineData("{\"data\":1,\"data\":2}")]
    public void What_is_no_seal_is_malformed(string text) =>
        Assert.Equal([Reasons.CodeMalformed], CredentialFormats.Verifier(TrustedKeySet.Empty).Verify(text, Passes.At(InDate)).Reasons);

    private static string Seal(string name) => JsonNode.Parse(File.ReadAllText(Repository.Data("vdsnc", name)))!.ToJsonString();

    private static CredentialResult Verify(string text, DateTimeOffset at)
    {
        byte[] authority = Convert.FromBase64String(File.ReadAllText(Repository.Data("vdsnc", "apo-csca.der.b64")).Trim());
        TrustFile trusted = TrustFile.Read("csca.der", authority, new FrameworkAlgorithms());
        Assert.Empty(trusted.Faults);
        return CredentialFormats.Verifier(new TrustedKeySet(trusted.Keys)).Verify(text, Passes.At(at));
    }
}
