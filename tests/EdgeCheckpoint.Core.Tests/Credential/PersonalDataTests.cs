using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Pass;
using EdgeCheckpoint.Core.Tests.Credential.Dcc;

namespace EdgeCheckpoint.Core.Tests.Credential;

/// <summary>What a person is called is hidden wherever an issuer put it; what rules are about is shown.</summary>
public sealed class PersonalDataTests
{
    [Fact]
    public void Names_birth_dates_and_numbers_are_hidden_in_every_format()
    {
        JsonObject card = CardIssuer.Immunization();
        JsonNode patient = card["vc"]!["credentialSubject"]!["fhirBundle"]!["entry"]![0]!["resource"]!;
        patient["text"] = new JsonObject { ["status"] = "generated", ["div"] = "<div>MARK, born 1951-01-20</div>" };
        patient["contact"] = new JsonArray(new JsonObject { ["name"] = "MARK" });
        patient["extension"] = new JsonArray(new JsonObject { ["valueString"] = "MARK" });
        JsonObject seal = SealIssuer.Vaccination();
        seal["msg"]!["ve"]![0]!["adm"] = "MARK";
        JsonNode certificate = JsonNode.Parse(DccIssuer.Vaccination)!;
        certificate["nam"]!["fn"] = "MARK";
        foreach (JsonObject claims in new[] { card, seal, certificate.AsObject() })
        {
            string shown = PersonalData.Hide(claims).ToJsonString();
            Assert.DoesNotMatch("MARK|SMITH|GABRIELE|1951-01-20|1990-01-02|1998-02-26|URN:UVCI", shown);
            Assert.Contains(PersonalData.Hidden, shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_rules_are_about_is_shown()
    {
        JsonObject card = PersonalData.Hide(CardIssuer.Immunization());
        JsonNode dose = card["vc"]!["credentialSubject"]!["fhirBundle"]!["entry"]![1]!["resource"]!;
        Assert.Equal(("207", "2021-01-01"), ((string?)dose["vaccineCode"]!["coding"]![0]!["code"], (string?)dose["occurrenceDateTime"]));
        Assert.Equal("2021-02-18", (string?)PersonalData.Hide(JsonNode.Parse(DccIssuer.Vaccination)!.AsObject())["v"]![0]!["dt"]);
        Assert.Equal(1, (int?)PersonalData.Hide(SealIssuer.Vaccination())["msg"]!["ve"]![0]!["seq"]);
    }

    /// <summary>A district pass holds no names, so nothing of it is hidden.</summary>
    [Fact]
    public void A_district_pass_is_shown_whole()
    {
        JsonObject claims = PassJson.Of(Passes.Green with
        {
            Doses = 2, Statuses = [new PassStatus("3+11", Passes.Noon, Passes.Noon.AddDays(3))], Unit = "u", HomeSite = "h", Binding = PassBinding.Household,
            Quota = new PassQuota(2, 1), Plate = "p", Route = ["a"], Role = "nurse",
        });
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(claims.ToJsonString()), JsonNode.Parse(PersonalData.Hide(claims).ToJsonString())));
    }
}
