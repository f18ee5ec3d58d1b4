using System.Net;
using System.Text;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Provider;
using EdgeCheckpoint.Kiosk.Providers;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Providers;

public sealed class HttpColourCodeProviderTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly Platform _platform = new();
    private readonly HttpColourCodeProvider _provider;
    private readonly CredentialVerifier _verifier;

    public HttpColourCodeProviderTests()
    {
        HttpProviderOptions options = new() { Name = "xikang", Prefix = "XK1:", Address = "http://platform.invalid/look-up" };
        _provider = new HttpColourCodeProvider(options, _platform, _time);
        _verifier = new CredentialVerifier([new ProviderFormat(_provider)]);
    }

    [Theory]
    [InlineData(1, CredentialStatus.Valid, null, "green")]
    [InlineData(2, CredentialStatus.Valid, null, "yellow")]
    [InlineData(3, CredentialStatus.Valid, null, "red")]
    [InlineData(4, CredentialStatus.Invalid, Reasons.CodeExpired, null)]
    [InlineData(5, CredentialStatus.Invalid, Reasons.CodeUntrustedIssuer, null)]
    [InlineData(6, CredentialStatus.Unjudgeable, Reasons.CodeUnconfirmed, null)]
    [InlineData(7, CredentialStatus.Unjudgeable, Reasons.CodeUnconfirmed, null)]
    [InlineData(99, CredentialStatus.Unjudgeable, Reasons.CodeUnconfirmed, null)]
    public void Every_result_code_has_its_meaning(int result, CredentialStatus status, string? reason, string? colour)
    {
        _platform.Answer = _ => Json($$"""{"result":{{result}},"subject":"s1"}""");
        CredentialResult verified = Verify("XK1:abc");
        Assert.Equal((status, reason), (verified.Status, verified.Reasons.SingleOrDefault()));
        Assert.Equal(colour, (string?)verified.Claims["colour"]);
        Assert.Equal("live", (string?)verified.Claims["answer"]!["source"]);
    }

    [Fact]
    public void A_code_held_before_the_camera_is_asked_about_once()
    {
        Verify("XK1:abc");
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(9, (int?)Verify("XK1:abc").Claims["answer"]!["ageSeconds"]);
        Assert.Equal(1, _platform.Asked);
        _time.Advance(TimeSpan.FromSeconds(2));
        Verify("XK1:abc");
        Assert.Equal(2, _platform.Asked);
    }

    [Fact]
    public void Offline_an_answer_stands_in_with_its_age_until_it_is_too_old()
    {
        Verify("XK1:abc");
        _platform.Answer = static _ => throw new HttpRequestException("down");
        _time.Advance(TimeSpan.FromMinutes(5));
        CredentialResult old = Verify("XK1:abc");
        Assert.True(old.IsValid);
        Assert.Equal(("cache", 300), ((string?)old.Claims["answer"]!["source"], (int?)old.Claims["answer"]!["ageSeconds"]));
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal([Reasons.CodeUnconfirmed], Verify("XK1:abc").Reasons);
    }

    [Fact]
    public void A_failing_provider_is_left_alone_and_asked_again_after_a_while()
    {
        _platform.Answer = static _ => throw new HttpRequestException("down");
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal([Reasons.CodeUnconfirmed], Verify($"XK1:{i}").Reasons);
        }

        Assert.Equal(4, _platform.Asked);
        _platform.Answer = Platform.Green;
        _time.Advance(TimeSpan.FromSeconds(16));
        Assert.True(Verify("XK1:new").IsValid);
    }

    [Fact]
    public void A_slow_provider_is_not_waited_for()
    {
        _platform.Answer = token =>
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            token.ThrowIfCancellationRequested();
            return Json("""{"result":1}""");
        };
        Assert.Equal(7, (int?)Verify("XK1:abc").Claims["answer"]!["result"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"result\":\"1\"}")]
    [InlineData("<html>")]
    public void A_nonsensical_answer_confirms_nothing(string body)
    {
        _platform.Answer = _ => Json(body);
        Assert.Equal([Reasons.CodeUnconfirmed], Verify("XK1:abc").Reasons);
    }

    [Fact]
    public void Only_the_configured_address_is_opened_and_the_code_goes_into_the_body()
    {
        Verify("XK1:https://evil.example/?a=\"b\"");
        Assert.Equal("http://platform.invalid/look-up", _platform.LastAddress);
        Assert.Equal("""{"code":"XK1:https://evil.example/?a=\u0022b\u0022"}""", _platform.LastBody);
    }

    [Fact]
    public void A_wrong_configuration_names_every_key()
    {
        var wrong = new HttpProviderOptions { Address = "platform", Prefix = "", TokenFile = "/absent" };
        Assert.Equal(["provider:address", "provider:prefix", "provider:tokenFile"], wrong.Problems().Select(static e => e[..e.IndexOf(": ", StringComparison.Ordinal)]));
        Assert.Empty(ProviderParts.Formats(new HttpProviderOptions(), _time));
    }

    public void Dispose() => _provider.Dispose();

    private CredentialResult Verify(string code) => _verifier.Verify(code, new VerificationTime(DateTimeOffset.UnixEpoch, ClockState.Unset));

    private static HttpResponseMessage Json(string body) => new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    /// <summary>The platform, without a network.</summary>
    private sealed class Platform : HttpMessageHandler
    {
        public static HttpResponseMessage Green(CancellationToken cancellationToken) => Json("""{"result":1}""");

        public Func<CancellationToken, HttpResponseMessage> Answer { get; set; } = Green;

        public int Asked { get; private set; }

        public string LastAddress { get; private set; } = "";

        public string LastBody { get; private set; } = "";

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            LastAddress = request.RequestUri!.ToString();
            using StreamReader body = new(request.Content!.ReadAsStream(cancellationToken));
            LastBody = body.ReadToEnd();
            return Answer(cancellationToken);
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));
    }
}
