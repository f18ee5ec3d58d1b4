using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Credential.Pass;

namespace EdgeCheckpoint.Core.Tests.Credential;

public sealed class DistrictPassTests : IDisposable
{
    private readonly Passes _passes = new();

    [Fact]
    public void A_pass_that_was_issued_is_valid_and_says_what_it_was_issued_with()
    {
        CredentialResult result = _passes.Verify(Passes.Green);
        Assert.Equal(CredentialStatus.Valid, result.Status);
        Assert.Empty(result.Reasons);
        Assert.Equal(("ECP1", "personal", "0badc0de", "320200:p-1"), (result.Format, result.Kind, result.Id, result.Subject));
        Assert.Equal((Passes.Noon, Passes.Noon.AddSeconds(60)), (result.IssuedAt, result.ExpiresAt));
        Assert.Equal(
            """{"issuer":"320200","kind":"personal","issuedAt":"2026-05-06T12:00:00Z","expiresAt":"2026-05-06T12:01:00Z","colour":"green","test":{"at":"2026-05-05T16:00:00Z","kind":"nucleic-acid"}}""",
            result.Claims.ToJsonString());
    }

    [Fact]
    public void A_pass_is_written_in_characters_that_QR_stores_densely() =>
        Assert.All(DistrictPass.Issue(Passes.Green, _passes.Signer), static c => Assert.Contains(c, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"));

    [Fact]
    public void A_rotating_code_dies_with_its_minute()
    {
        Assert.True(_passes.Verify(Passes.Green, Passes.Noon.AddSeconds(59)).IsValid);
        AssertInvalid(Reasons.CodeExpired, _passes.Verify(Passes.Green, Passes.Noon.AddSeconds(60)));
    }

    [Fact]
    public void A_pass_from_the_future_is_not_yet_valid()
    {
        Assert.True(_passes.Verify(Passes.Green, Passes.Noon.AddSeconds(-5)).IsValid);
        AssertInvalid(Reasons.CodeNotYetValid, _passes.Verify(Passes.Green, Passes.Noon.AddSeconds(-6)));
    }

    [Fact]
    public void A_pass_is_good_from_the_beginning_it_states_and_never_before_its_issue()
    {
        PassClaims later = Passes.Green with { NotBefore = Passes.Noon.AddSeconds(30) };
        AssertInvalid(Reasons.CodeNotYetValid, _passes.Verify(later, Passes.Noon.AddSeconds(24)));
        Assert.True(_passes.Verify(later, Passes.Noon.AddSeconds(30)).IsValid);
        AssertInvalid(Reasons.CodeNotYetValid, _passes.Verify(Passes.Green with { NotBefore = Passes.Noon.AddDays(-1) }, Passes.Noon.AddSeconds(-6)));
    }

    [Fact]
    public void Without_a_clock_nothing_is_valid_and_nothing_is_expired()
    {
        CredentialResult result = _passes.Verify(Passes.Green, DateTimeOffset.UnixEpoch, ClockState.Unset);
        Assert.Equal(CredentialStatus.Unjudgeable, result.Status);
        Assert.Equal([Reasons.ClockUntrusted], result.Reasons);
    }

    [Fact]
    public void An_estimated_clock_judges_only_what_no_error_of_it_could_turn_round()
    {
        PassClaims month = Passes.Green with { IssuedAt = Passes.Noon.AddDays(-1), ExpiresAt = Passes.Noon.AddDays(30) };
        Assert.Equal(CredentialStatus.Valid, _passes.Verify(month, Passes.Noon, ClockState.Estimated).Status);
        Assert.Equal(CredentialStatus.Unjudgeable, _passes.Verify(Passes.Green, Passes.Noon, ClockState.Estimated).Status);
        Assert.Equal(CredentialStatus.Unjudgeable, _passes.Verify(month, month.ExpiresAt.AddMinutes(30), ClockState.Estimated).Status);
        AssertInvalid(Reasons.CodeExpired, _passes.Verify(month, month.ExpiresAt.AddHours(2), ClockState.Estimated));
    }

    [Fact]
    public void A_stranger_s_pass_is_untrusted_not_forged()
    {
        using Passes stranger = new();
        AssertInvalid(Reasons.CodeUntrustedIssuer, _passes.Verifier().Verify(DistrictPass.Issue(Passes.Green, stranger.Signer), Passes.At(Passes.Noon)));
    }

    [Fact]
    public void A_key_vouches_only_for_the_kinds_it_is_trusted_with()
    {
        string text = DistrictPass.Issue(Passes.Green, _passes.Signer);
        CredentialResult result = _passes.Verifier(_passes.Key(KeyUsages.StaffBadge | KeyUsages.AnyDcc)).Verify(text, Passes.At(Passes.Noon));
        AssertInvalid(Reasons.CodeUntrustedIssuer, result);
        Assert.Empty(result.Claims);
    }

    [Fact]
    public void A_key_speaks_only_for_its_own_issuer()
    {
        string text = DistrictPass.Issue(Passes.Green, _passes.Signer);
        Assert.True(_passes.Verifier(_passes.Key(issuer: "320200")).Verify(text, Passes.At(Passes.Noon)).IsValid);
        AssertInvalid(Reasons.CodeUntrustedIssuer, _passes.Verifier(_passes.Key(issuer: "320100")).Verify(text, Passes.At(Passes.Noon)));
    }

    [Fact]
    public void A_signer_past_its_own_end_is_not_trusted()
    {
        string text = DistrictPass.Issue(Passes.Green, _passes.Signer);
        AssertInvalid(Reasons.CodeUntrustedIssuer, _passes.Verifier(_passes.Key(notAfter: Passes.Noon.AddDays(-1))).Verify(text, Passes.At(Passes.Noon)));
    }

    [Fact]
    public void No_single_changed_character_leaves_a_pass_valid()
    {
        string text = DistrictPass.Issue(Passes.Green, _passes.Signer);
        CredentialVerifier verifier = _passes.Verifier();
        for (int i = 0; i < text.Length; i++)
        {
            char[] changed = text.ToCharArray();
            changed[i] = changed[i] == '7' ? '8' : '7';
            Assert.False(verifier.Verify(new string(changed), Passes.At(Passes.Noon)).IsValid, $"character {i}");
        }
    }

    [Fact]
    public void A_key_that_is_listed_for_each_of_its_kinds_and_issuers_serves_all_of_them()
    {
        CredentialVerifier verifier = CredentialFormats.Verifier(new TrustedKeySet(
            [_passes.Key(KeyUsages.ExitPass, "320200"), _passes.Key(KeyUsages.PersonalCode, "320200"), _passes.Key(KeyUsages.PersonalCode, "320100")]));
        CredentialResult Verify(PassClaims claims) => verifier.Verify(DistrictPass.Issue(claims, _passes.Signer), Passes.At(Passes.Noon));
        Assert.True(Verify(Passes.Green).IsValid);
        Assert.True(Verify(Passes.Green with { Issuer = "320100" }).IsValid);
        Assert.True(Verify(Passes.Green with { Kind = PassKind.Exit }).IsValid);
        AssertInvalid(Reasons.CodeUntrustedIssuer, Verify(Passes.Green with { Kind = PassKind.Exit, Issuer = "320100" }));
        AssertInvalid(Reasons.CodeUntrustedIssuer, Verify(Passes.Green with { Kind = PassKind.Visitor }));
    }

    [Fact]
    public void Claims_that_make_no_pass_are_not_issued()
    {
        Assert.Throws<ArgumentException>(() => DistrictPass.Issue(Passes.Green with { Colour = null }, _passes.Signer));
        Assert.Throws<ArgumentException>(() => DistrictPass.Issue(Passes.Green with { Subject = "" }, _passes.Signer));
        Assert.Throws<ArgumentException>(() => DistrictPass.Issue(Passes.Green with { Id = "XYZ" }, _passes.Signer));
        Assert.Throws<ArgumentException>(() => DistrictPass.Issue(Passes.Green with { ExpiresAt = Passes.Noon }, _passes.Signer));
        Assert.Throws<ArgumentException>(() => DistrictPass.Issue(Passes.Green with { Kind = PassKind.Freight }, _passes.Signer));
    }

    public void Dispose() => _passes.Dispose();

    private static void AssertInvalid(string reason, CredentialResult result)
    {
        Assert.Equal(CredentialStatus.Invalid, result.Status);
        Assert.Equal([reason], result.Reasons);
    }
}
