using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Credential.Provider;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace EdgeCheckpoint.Kiosk.Providers;

/// <summary>
/// Posts <c>{"code":"..."}</c> to one address and reads <c>{"result":1..7,"subject":"..."}</c>.
/// A platform with another protocol gets an adapter of its own beside this one.
/// </summary>
internal sealed class HttpColourCodeProvider : IColourCodeProvider, IDisposable
{
    private const int MaxAnswerBytes = 64 * 1024;

    private readonly HttpProviderOptions _options;
    private readonly Uri _address;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline _pipeline;
    private readonly AnswerCache _cache;

    /// <param name="handler">Carries the requests; disposed with this.</param>
    public HttpColourCodeProvider(HttpProviderOptions options, HttpMessageHandler handler, TimeProvider time)
    {
        _options = options;
        _address = new Uri(options.Address);
        _cache = new AnswerCache(options.CachedAnswers, time);
        _client = new HttpClient(handler) { MaxResponseContentBufferSize = MaxAnswerBytes, Timeout = Timeout.InfiniteTimeSpan };
        if (options.TokenFile.Length > 0)
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(options.TokenFile).Trim());
        }

        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = options.LookUpsToBreak,
                SamplingDuration = TimeSpan.FromSeconds(60),
                BreakDuration = TimeSpan.FromSeconds(options.BreakSeconds),
                ShouldHandle = static a => ValueTask.FromResult(a.Outcome.Exception is { } e && IsFailure(e)),
            })
            .AddTimeout(TimeSpan.FromMilliseconds(options.TimeoutMilliseconds))
            .Build();
    }

    public string Name => _options.Name;

    public string Prefix => _options.Prefix;

    public TimeSpan CodeLife => TimeSpan.FromSeconds(_options.CodeLifeSeconds);

    /// <summary>Follows no redirection: only the configured address is opened.</summary>
    public static HttpMessageHandler Handler() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };

    public ProviderAnswer Ask(string code)
    {
        string key = AnswerCache.KeyOf(code);
        if (_cache.Find(key, TimeSpan.FromSeconds(_options.FreshSeconds)) is { } fresh)
        {
            return fresh;
        }

        try
        {
            ProviderAnswer answer = _pipeline.Execute(token => Send(code, token), CancellationToken.None);
            _cache.Keep(key, answer);
            return answer;
        }
        catch (Exception e) when (IsFailure(e) || e is BrokenCircuitException)
        {
            return _cache.Find(key, TimeSpan.FromSeconds(_options.OfflineSeconds)) is { } old
                ? old with { FromCache = true }
                : new ProviderAnswer(e is TimeoutRejectedException ? ProviderResult.Timeout : ProviderResult.Failed);
        }
    }

    public void Dispose() => _client.Dispose();

    private ProviderAnswer Send(string code, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, _address)
        {
            Content = new StringContent(new JsonObject { ["code"] = code }.ToJsonString(), System.Text.Encoding.UTF8, "application/json"),
        };
        using HttpResponseMessage response = _client.Send(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        using Stream body = response.Content.ReadAsStream(cancellationToken);
        using JsonDocument json = JsonDocument.Parse(body);
        int result = json.RootElement.GetProperty("result").GetInt32();
        string? subject = json.RootElement.TryGetProperty("subject", out JsonElement text) ? text.GetString() : null;
        return Enum.IsDefined((ProviderResult)result) && (ProviderResult)result is not (ProviderResult.Failed or ProviderResult.Timeout)
            ? new ProviderAnswer((ProviderResult)result, Subject: subject)
            : throw new HttpRequestException($"The provider answered result {result}.");
    }

    /// <summary>Everything a provider or the network can do wrong; a failed or nonsensical answer counts as a failure of the provider.</summary>
    private static bool IsFailure(Exception e) =>
        e is HttpRequestException or IOException or OperationCanceledException or TimeoutRejectedException
            or JsonException or KeyNotFoundException or InvalidOperationException or FormatException;
}
