using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;

namespace EdgeCheckpoint.Core.Tests.Credential;

public sealed class CredentialVerifierTests : IDisposable
{
    private readonly Passes _passes = new();

    [Theory]
    [InlineData("", Reasons.CodeUnknownFormat)]
    [InlineData("hello", Reasons.CodeUnknownFormat)]
    [InlineData("https://example.org/pass", Reasons.CodeUnknownFormat)]
    [InlineData("ecp1:QED8", Reasons.CodeUnknownFormat)]
    [InlineData("' OR 1=1; DROP TABLE events --", Reasons.CodeUnknownFormat)]
    [InlineData("ECP1:", Reasons.CodeMalformed)]
    [InlineData("ECP1:QED8", Reasons.CodeMalformed)]
    [InlineData("ECP1:not base45", Reasons.CodeMalformed)]
    [InlineData("ECP1:' OR 1=1; DROP TABLE events --", Reasons.CodeMalformed)]
    public void A_foreign_text_gets_a_reason(string text, string reason)
    {
        CredentialResult result = _passes.Verifier().Verify(text, Passes.At(Passes.Noon));
        Assert.Equal((CredentialStatus.Invalid, reason), (result.Status, Assert.Single(result.Reasons)));
    }

    [Fact]
    public void A_text_longer_than_any_code_is_refused_unread()
    {
        string longest = "ECP1:" + new string('A', ICredentialFormat.MaxTextLength - 5);
        Assert.Equal([Reasons.CodeMalformed], _passes.Verifier().Verify(longest, Passes.At(Passes.Noon)).Reasons);
        Assert.Equal([Reasons.CodeTooLarge], _passes.Verifier().Verify(longest + "A", Passes.At(Passes.Noon)).Reasons);
    }

    public void Dispose() => _passes.Dispose();
}
