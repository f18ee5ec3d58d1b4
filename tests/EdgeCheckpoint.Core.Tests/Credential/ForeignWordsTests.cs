using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Tests.Credential.Dcc;

namespace EdgeCheckpoint.Core.Tests.Credential;

/// <summary>Whoever may sign one format cannot speak the words of another: rules ask for a colour or a test without asking who said it.</summary>
public sealed class ForeignWordsTests
{
    private const string Issuer = "https://issuer.example";

    [Theory]
    [InlineData("HC1", new[] { "ver", "nam", "dob", "v" })]
    [InlineData("shc", new[] { "iss", "nbf", "vc" })]
    [InlineData("VDS-NC", new[] { "hdr", "msg" })]
    public void Only_the_members_of_its_format_become_claims(string format, string[] members)
    {
        CredentialResult result = Signed(format);
        Assert.Equal([], result.Reasons);
        Assert.Equal(members.Order(StringComparer.Ordinal), result.Claims.Select(static c => c.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("HC1")]
    [InlineData("shc")]
    [InlineData("VDS-NC")]
    public void No_foreign_signer_makes_a_green_code_with_a_recent_test(string format)
    {
        PolicyInput input = new()
        {
            Credential = Signed(format), Now = Passes.Noon, Clock = ClockState.Synced, Site = new Site("d1", "c1", "k1"), Direction = Direction.In,
        };
        Assert.Contains(Reasons.CodeWrongColour, ReadyPolicies.Load("green-code-and-temperature").Evaluate(input).Reasons);
        Assert.Contains("test-missing", ReadyPolicies.Load("test-within-24h").Evaluate(input).Reasons);
    }

    /// <summary>A genuine code with words of a district pass beside its own.</summary>
    private static CredentialResult Signed(string format)
    {
        using DccIssuer certificates = new();
        using ECDsa card = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using SealIssuer seals = new(Passes.Noon.AddDays(-1), Passes.Noon.AddDays(1));
        (string jws, TrustedKey cardKey, _) = CardIssuer.Sign(With(CardIssuer.Immunization()), card, Issuer);
        string text = format switch
        {
            "HC1" => certificates.Issue(Passes.Noon.AddDays(-1), Passes.Noon.AddDays(1), With(JsonNode.Parse(DccIssuer.Vaccination)!.AsObject()).ToJsonString()),
            "shc" => CardIssuer.Numeric(jws),
            _ => seals.Issue(With(SealIssuer.Vaccination())),
        };
        return CredentialFormats.Verifier(new TrustedKeySet([certificates.Key(), cardKey, seals.Authority()])).Verify(text, Passes.At(Passes.Noon));
    }

    private static JsonObject With(JsonObject document)
    {
        document["colour"] = "green";
        document["test"] = new JsonObject { ["at"] = "2026-05-06T11:00:00Z", ["kind"] = "nucleic-acid" };
        document["quota"] = new JsonObject { ["days"] = 7 };
        document["binding"] = 5;
        return document;
    }
}
