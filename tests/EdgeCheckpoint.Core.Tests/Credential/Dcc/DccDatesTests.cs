using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;

namespace EdgeCheckpoint.Core.Tests.Credential.Dcc;

public sealed class DccDatesTests : IDisposable
{
    private static readonly DateTimeOffset Yesterday = Passes.Noon.AddDays(-1);
    private static readonly DateTimeOffset Tomorrow = Passes.Noon.AddDays(1);

    private readonly DccIssuer _issuer = new();

    [Theory]
    [InlineData(ClockState.Synced)]
    [InlineData(ClockState.Unset)]
    public void A_certificate_that_states_no_beginning_or_no_end_is_malformed_whatever_the_clock(ClockState clock)
    {
        foreach (byte[] claims in new[] { Claims(null, null), Claims(Yesterday, null), Claims(null, Tomorrow) })
        {
            Assert.Equal([Reasons.CodeMalformed], Verify(claims, Passes.Noon, clock).Reasons);
        }
    }

    [Fact]
    public void A_certificate_is_not_good_before_the_beginning_it_states()
    {
        byte[] claims = Claims(Yesterday, Tomorrow, notBefore: Passes.Noon);
        Assert.Equal([Reasons.CodeNotYetValid], Verify(claims, Passes.Noon.AddSeconds(-6)).Reasons);
        Assert.Equal([], Verify(claims, Passes.Noon).Reasons);
    }

    [Fact]
    public void A_beginning_before_the_issue_makes_no_certificate_older()
    {
        byte[] claims = Claims(Passes.Noon, Tomorrow, notBefore: Yesterday);
        Assert.Equal([Reasons.CodeNotYetValid], Verify(claims, Passes.Noon.AddSeconds(-6)).Reasons);
    }

    public void Dispose() => _issuer.Dispose();

    private static byte[] Claims(DateTimeOffset? issued, DateTimeOffset? expires, DateTimeOffset? notBefore = null) =>
        DccIssuer.Claims(issued, expires, DccIssuer.Vaccination, notBefore);

    private CredentialResult Verify(byte[] claims, DateTimeOffset at, ClockState clock = ClockState.Synced) =>
        CredentialFormats.Verifier(new TrustedKeySet([_issuer.Key()])).Verify(DccIssuer.Wrap(_issuer.Sign(claims)), new VerificationTime(at, clock));
}
