using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Credential.SmartHealth;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Core.Tests.Credential;

public sealed class SmartHealthTests
{
    private static readonly DateTimeOffset InDate = new(2022, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private const string ExampleIssuer = "https://spec.smarthealth.cards/examples/issuer";

    [NeedsFact(data: "shc")]
    public void The_published_numeric_code_is_valid()
    {
        CredentialResult result = Verifier().Verify(Text("test-example-1195-byte-qrnumeric.txt"), Passes.At(InDate));
        Assert.Equal((CredentialStatus.Valid, "shc", "immunization"), (result.Status, result.Format, result.Kind));
        Assert.Equal("Bundle", result.Claims["vc"]!["credentialSubject"]!["fhirBundle"]!["resourceType"]!.GetValue<string>());
    }

    [NeedsTheory(data: "shc")]
    [InlineData("test-example-00-fhirhealthcard.json", 1)]
    [InlineData("test-example-00-fhirhealthcard-with-resource-link.json", 2)]
    public void Cards_in_published_parameters_are_valid(string name, int count)
    {
        string[] cards = [.. JsonNode.Parse(Text(name))!["parameter"]!.AsArray()
            .Where(static p => p!["name"]!.GetValue<string>() == "verifiableCredential")
            .Select(static p => p!["valueString"]!.GetValue<string>())];
        Assert.Equal(count, cards.Length);
        Assert.All(cards, static c => Assert.Equal([], Verify(c).Reasons));
    }

    [NeedsTheory(data: "shc")]
    [InlineData("test-example-00-d-jws-invalid-signature.txt", Reasons.CodeForged)]
    [InlineData("test-example-00-d-jws-issuer-kid-mismatch.txt", Reasons.CodeUntrustedIssuer)]
    [InlineData("test-example-00-d-jws-no_deflate.txt", Reasons.CodeMalformed)]
    [InlineData("test-example-00-d-jws-no_jws_header_zip.txt", Reasons.CodeMalformed)]
    [InlineData("test-example-00-d-jws-wrong_jws_header_kid.txt", Reasons.CodeUntrustedIssuer)]
    public void A_bad_published_signed_text_is_refused_for_what_its_name_says(string name, string reason) =>
        Assert.Equal([reason], Verify(Text(name)).Reasons);

    [NeedsTheory(data: "shc")]
    [InlineData("test-example-00-e-file-invalid_deflate.smart-health-card", Reasons.CodeMalformed)]
    [InlineData("test-example-00-e-file-invalid_issuer_url_http.smart-health-card", Reasons.CodeMalformed)]
    [InlineData("test-example-00-e-file-no_deflate.smart-health-card", Reasons.CodeMalformed)]
    public void A_bad_published_file_holds_a_bad_card(string name, string reason)
    {
        JsonNode file = JsonNode.Parse(Text(name))!;
        Assert.Equal([reason], Verify(file["verifiableCredential"]![0]!.GetValue<string>()).Reasons);
    }

    /// <summary>Line ends after the file's or the bundle's last brace change nothing that is signed.</summary>
    [NeedsFact(data: "shc")]
    public void White_space_after_a_published_file_is_harmless()
    {
        Assert.Equal([], Verify(JsonNode.Parse(Text("test-example-00-e-file-trailing_chars.smart-health-card"))!["verifiableCredential"]![0]!.GetValue<string>()).Reasons);
        Assert.Equal([], Signed(Payload(JsonNode.Parse(Text("test-example-00-a-fhirBundle-trailing_chars.json"))!)).Reasons);
    }

    [NeedsFact(data: "shc")]
    public void Both_cards_of_a_published_file_are_valid() =>
        Assert.All(
            JsonNode.Parse(Text("test-example-00-e-file-multi-jws.smart-health-card"))!["verifiableCredential"]!.AsArray(),
            static c => Assert.Equal([], Verify(c!.GetValue<string>()).Reasons));

    [NeedsFact(data: "shc")]
    public void A_part_of_a_split_card_is_malformed()
    {
        string[] parts = Directory.GetFiles(Repository.Data("shc", "testdata"), "*-f-qr-code-numeric-value-*.txt");
        Assert.Equal(10, parts.Length);
        Assert.All(parts, static p => Assert.Equal([Reasons.CodeMalformed], Verifier().Verify(File.ReadAllText(p).Trim(), Passes.At(InDate)).Reasons));
    }

    [NeedsFact(data: "shc")]
    public void A_link_is_no_card_and_is_never_opened()
    {
        string[] links = [.. Directory.GetFiles(Repository.Data("shc", "testdata"), "shlink-*.txt")];
        Assert.NotEmpty(links);
        Assert.All(links, static l => Assert.False(Verifier().Verify(File.ReadAllText(l).Trim(), Passes.At(InDate)).IsValid));
    }

    [NeedsTheory(data: "shc")]
    [InlineData("test-example-00-b-jws-payload-expanded-exp_milliseconds.json")]
    [InlineData("test-example-00-b-jws-payload-expanded-nbf_milliseconds.json")]
    [InlineData("test-example-00-b-jws-payload-expanded-missing-coding.json")]
    [InlineData("test-example-00-b-jws-payload-expanded-missing-shc-vc-type.json")]
    [InlineData("test-example-00-b-jws-payload-expanded-missing-imm-vc-type.json")]
    [InlineData("test-example-covid-lab-jwspayload-missing-lab-vc-type.json")]
    public void A_bad_published_payload_is_malformed_whoever_signed_it(string name) =>
        Assert.Equal([Reasons.CodeMalformed], Signed(JsonNode.Parse(Text(name))!).Reasons);

    /// <summary>The type covid19 was dropped from the specification; a card without it is good.</summary>
    [NeedsFact(data: "shc")]
    public void A_published_payload_without_the_dropped_type_is_valid() =>
        Assert.Equal([], Signed(JsonNode.Parse(Text("test-example-00-b-jws-payload-expanded-missing-covid-vc-type.json"))!).Reasons);

    [NeedsTheory(data: "shc")]
    [InlineData("test-example-00-a-fhirBundle-bad_meta_extra_key.json")]
    [InlineData("test-example-00-a-fhirBundle-bad_meta_non_security.json")]
    [InlineData("test-example-00-a-fhirBundle-bad_meta_wrong_security.json")]
    [InlineData("test-example-00-a-fhirBundle-occurrence-issues.json")]
    [InlineData("test-example-00-a-fhirBundle-profile-usa.json")]
    [InlineData("test-example-00-a-fhirBundle-status-not-completed.json")]
    public void A_bad_published_bundle_is_malformed_whoever_signed_it(string name) =>
        Assert.Equal([Reasons.CodeMalformed], Signed(Payload(JsonNode.Parse(Text(name))!)).Reasons);

    [NeedsTheory(data: "shc")]
    [InlineData("cert_mismatch.public.json")]
    [InlineData("invalid_DNS_SAN.public.json")]
    [InlineData("invalid_chain.public.json")]
    [InlineData("badjwks/.well-known/jwks.json")]
    [InlineData("badcrl/.well-known/jwks.json")]
    [InlineData("test-issuers.json")]
    public void A_bad_published_key_set_is_not_trusted(string name)
    {
        TrustFile file = TrustFile.Read(name, File.ReadAllBytes(Repository.Data("shc", "testdata", name)), new FrameworkAlgorithms());
        Assert.Empty(file.Keys);
        Assert.NotEmpty(file.Faults);
    }

    [NeedsFact(data: "shc")]
    public void A_bad_published_revocation_list_is_refused_whole()
    {
        string folder = Repository.Data("shc", "testdata", "badcrl", "too-long-rid", ".well-known", "crl");
        Assert.False(CardRevocationList.TryRead(File.ReadAllBytes(Directory.GetFiles(folder)[0]), out _, out _));
        Assert.False(CardRevocationList.TryRead("""{"kid":"hrvC0uzB16UXK83BnPo7Glg685b1D6iYOyJd5hpRaAA","method":"rid","ctr":1,"rids":["ab","ab"]}"""u8, out _, out _));
    }

    /// <summary>Its name is about its issuer's list; its own identifier has five characters, all of the alphabet.</summary>
    [NeedsFact(data: "shc")]
    public void A_published_card_whose_identifier_decodes_to_nothing_is_valid_until_it_is_listed()
    {
        string key = File.ReadAllText(Repository.Data("shc", "testdata", "badcrl", ".well-known", "jwks.json"));
        TrustFile trusted = TrustFile.Read("jwks.json", Encoding.UTF8.GetBytes($$"""{"keys":[{{key}}]}"""), new FrameworkAlgorithms());
        string jws = Text(Path.Combine("badcrl", "non-base64url-rid", "jws-crl-non-base64url-rid.txt"));
        Assert.Single(trusted.Keys);
        Assert.Equal([], new SmartHealthFormat(new TrustedKeySet(trusted.Keys)).VerifyJws(jws, Passes.At(InDate)).Reasons);
        Assert.True(CardRevocationList.TryRead("""{"kid":"hrvC0uzB16UXK83BnPo7Glg685b1D6iYOyJd5hpRaAA","method":"rid","ctr":1,"rids":["abcde"]}"""u8, out CardRevocationList? list, out _));
        Assert.Equal([Reasons.CodeRevoked], new SmartHealthFormat(new TrustedKeySet(trusted.Keys, [list])).VerifyJws(jws, Passes.At(InDate)).Reasons);
    }

    /// <summary>Counter 2 where the key set still says 1: the key set is the older of the two, and a newer list is the safer one.</summary>
    [NeedsFact(data: "shc")]
    public void A_published_list_newer_than_its_key_set_counts()
    {
        string folder = Repository.Data("shc", "testdata", "badcrl", "version-mismatch", ".well-known", "crl");
        Assert.True(CardRevocationList.TryRead(File.ReadAllBytes(Directory.GetFiles(folder)[0]), out CardRevocationList? list, out _));
        Assert.Equal(2, list.Counter);
        Assert.True(list.IsRevoked("FKDIxsTCGlU", InDate));
    }

    [NeedsFact(data: "shc")]
    public void A_revoked_card_is_refused_and_one_issued_after_the_stated_time_is_not()
    {
        JsonNode card = JsonNode.Parse(Text("test-example-00-b-jws-payload-expanded-missing-covid-vc-type.json"))!;
        card["vc"]!["rid"] = "card-1";
        Assert.Equal([], Signed(card).Reasons);
        Assert.Equal([Reasons.CodeRevoked], Signed(card, "card-1").Reasons);
        Assert.Equal([Reasons.CodeRevoked], Signed(card, "card-1.1800000000").Reasons);
        Assert.Equal([], Signed(card, "card-1.1500000000").Reasons);
        Assert.Equal([], Signed(card, "card-2").Reasons);
        foreach (string identifier in new[] { "a", "abcde", "abcdefghi", new string('x', 24) })
        {
            card["vc"]!["rid"] = identifier;
            Assert.Equal([Reasons.CodeRevoked], Signed(card, identifier).Reasons);
        }

        foreach (string identifier in new[] { "not base64url", "a+b", "", new string('x', 25) })
        {
            card["vc"]!["rid"] = identifier;
            Assert.Equal([Reasons.CodeMalformed], Signed(card).Reasons);
        }
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("\"x\"")]
    [InlineData("5")]
    [InlineData("null")]
    public void A_signed_card_about_no_object_is_malformed(string subject)
    {
        JsonObject payload = CardIssuer.Immunization();
        payload["vc"]!["credentialSubject"] = JsonNode.Parse(subject);
        Assert.Equal([Reasons.CodeMalformed], Signed(payload).Reasons);
    }

    [Theory]
    [InlineData("shc:/")]
    [InlineData("shc:/1")]
    [InlineData("shc:/99")]
    [InlineData("shc:/1/2/5676")]
    [InlineData("shc:/567629")]
    public void What_is_no_card_is_malformed(string text) =>
        Assert.Equal([Reasons.CodeMalformed], CredentialFormats.Verifier(TrustedKeySet.Empty).Verify(text, Passes.At(InDate)).Reasons);

    private static string Text(string name) => File.ReadAllText(Repository.Data("shc", "testdata", name)).Trim();

    private static TrustedKeySet ExampleKeys() =>
        new(TrustFile.Read("jwks.json", File.ReadAllBytes(Repository.Data("shc", "example-issuer", "jwks.json")), new FrameworkAlgorithms()).Keys);

    private static CredentialVerifier Verifier() => CredentialFormats.Verifier(ExampleKeys());

    private static CredentialResult Verify(string jws) => new SmartHealthFormat(ExampleKeys()).VerifyJws(jws, Passes.At(InDate));

    private static JsonObject Payload(JsonNode bundle) => new()
    {
        ["iss"] = ExampleIssuer,
        ["nbf"] = 1_624_000_000,
        ["vc"] = new JsonObject
        {
            ["type"] = new JsonArray("https://smarthealth.cards#health-card", "https://smarthealth.cards#immunization"),
            ["credentialSubject"] = new JsonObject { ["fhirVersion"] = "4.0.1", ["fhirBundle"] = bundle },
        },
    };

    /// <summary>Signs a payload with a key of our own that is trusted, and verifies the card.</summary>
    private static CredentialResult Signed(JsonNode payload, params string[] revoked)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        (string jws, TrustedKey trusted, string keyId) = CardIssuer.Sign(payload, key, ExampleIssuer);
        List<CardRevocationList> lists = [];
        if (revoked.Length > 0)
        {
            JsonObject list = new() { ["kid"] = keyId, ["method"] = "rid", ["ctr"] = 1, ["rids"] = new JsonArray([.. revoked.Select(static r => (JsonNode)r)]) };
            Assert.True(CardRevocationList.TryRead(Encoding.UTF8.GetBytes(list.ToJsonString()), out CardRevocationList? read, out _));
            lists.Add(read);
        }

        return CredentialFormats.Verifier(new TrustedKeySet([trusted], lists)).Verify(CardIssuer.Numeric(jws), Passes.At(InDate));
    }
}
