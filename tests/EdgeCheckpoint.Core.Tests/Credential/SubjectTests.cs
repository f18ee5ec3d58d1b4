using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Credential.Provider;
using EdgeCheckpoint.Core.Tests.Credential.Dcc;

namespace EdgeCheckpoint.Core.Tests.Credential;

/// <summary>Revocations, watch-list and memory know a person by the subject: two people never share one.</summary>
public sealed class SubjectTests : IDisposable
{
    private readonly DccIssuer _certificates = new();
    private readonly Passes _passes = new();

    [Fact]
    public void Two_people_without_transliterated_names_are_two_people()
    {
        Assert.Equal("MUSTERFRAU<GOESSINGER|GABRIELE|1998-02-26", OfCertificate("""{"fn":"Musterfrau-Gößinger","gn":"Gabriele","fnt":"MUSTERFRAU<GOESSINGER","gnt":"GABRIELE"}"""));
        Assert.Equal("Müller||1998-02-26", OfCertificate("""{"fn":"Müller"}"""));
        string?[] people =
        [
            OfCertificate("""{"fn":"Müller"}"""),
            OfCertificate("""{"fn":"Schmidt"}"""),
            OfCertificate("""{"gn":"Schmidt"}"""),
            OfCertificate("""{"fn":"Schmidt","gn":"Anna"}"""),
            OfCertificate("""{"fn":"Schmidt|Anna"}"""),
            OfCertificate("""{"fn":"Schmidt\\|Anna"}"""),
        ];
        Assert.Equal(people.Length, people.Distinct().Count());
    }

    [Fact]
    public void Issuer_and_person_of_a_pass_do_not_run_together()
    {
        Assert.Equal("320200:p-1", OfPass("320200", "p-1"));
        Assert.Equal("d1:x:y", OfPass("d1", "x:y"));
        string[] people = [OfPass("d1", "x:y"), OfPass("d1:x", "y"), OfPass("d1\\", "x:y"), OfPass("d1\\:x", "y")];
        Assert.Equal(people.Length, people.Distinct().Count());
    }

    [Fact]
    public void Parts_of_a_seals_person_do_not_run_together()
    {
        using SealIssuer issuer = new(Passes.Noon.AddDays(-1), Passes.Noon.AddDays(1));
        CredentialVerifier verifier = CredentialFormats.Verifier(new TrustedKeySet([issuer.Authority()]));
        string? Of(string number, string name)
        {
            JsonObject seal = SealIssuer.Vaccination();
            seal["msg"]!["pid"] = new JsonObject { ["i"] = number, ["n"] = name };
            return verifier.Verify(issuer.Issue(seal), Passes.At(Passes.Noon)).Subject;
        }

        Assert.NotEqual(Of("1|2", "A"), Of("1", "2|A"));
    }

    [Fact]
    public void What_names_nobody_is_of_nobody_and_admits_by_itself()
    {
        using SealIssuer issuer = new(Passes.Noon.AddDays(-1), Passes.Noon.AddDays(1));
        JsonObject seal = SealIssuer.Vaccination();
        seal["msg"]!["pid"] = new JsonObject { ["dob"] = "1990-01-02" };
        CredentialResult result = CredentialFormats.Verifier(new TrustedKeySet([issuer.Authority()])).Verify(issuer.Issue(seal), Passes.At(Passes.Noon));
        Assert.Equal((null, "U1", "U1"), (result.Subject, result.Id, result.Bearer));
        Assert.Null(OfCertificate("""{"fn":"","fnt":""}"""));
    }

    [Fact]
    public void A_providers_person_is_named_with_the_provider()
    {
        CredentialResult code = new ProviderFormat(new ColourPlatform()).Verify(ColourPlatform.CodePrefix + "abc", Passes.At(Passes.Noon));
        Assert.Equal("suzhou:p9", code.Subject);
    }

    public void Dispose()
    {
        _certificates.Dispose();
        _passes.Dispose();
    }

    private string? OfCertificate(string names)
    {
        JsonNode document = JsonNode.Parse(DccIssuer.Vaccination)!;
        document["nam"] = JsonNode.Parse(names);
        string text = _certificates.Issue(Passes.Noon.AddDays(-1), Passes.Noon.AddDays(1), document.ToJsonString());
        return CredentialFormats.Verifier(new TrustedKeySet([_certificates.Key()])).Verify(text, Passes.At(Passes.Noon)).Subject;
    }

    private string OfPass(string issuer, string subject) => _passes.Verify(Passes.Green with { Issuer = issuer, Subject = subject }).Subject!;
}
