using System.ComponentModel.DataAnnotations;

namespace EdgeCheckpoint.Kiosk.Providers;

/// <summary>A provider of colour codes that is asked over HTTP.</summary>
internal sealed record HttpProviderOptions
{
    /// <summary>Where codes are posted to, such as https://platform.example/look-up; empty: no provider is asked. Only this address is ever opened.</summary>
    public string Address { get; init; } = "";

    /// <summary>Issuer as rules see it.</summary>
    public string Name { get; init; } = "provider";

    /// <summary>How its codes begin.</summary>
    public string Prefix { get; init; } = "XK1:";

    /// <summary>File with the bearer token; empty: none is sent.</summary>
    public string TokenFile { get; init; } = "";

    /// <summary>How long one look-up may take.</summary>
    [Range(50, 10_000)]
    public int TimeoutMilliseconds { get; init; } = 1500;

    /// <summary>How long an answer is used again without asking: a code is held before the camera for seconds.</summary>
    [Range(0, 300)]
    public int FreshSeconds { get; init; } = 10;

    /// <summary>The offline policy: while the provider cannot be asked, answers up to this old stand in, marked with their age; 0: none do, and the code is unconfirmed.</summary>
    [Range(0, 86_400)]
    public int OfflineSeconds { get; init; } = 600;

    /// <summary>How long after an admission the same code admits nobody, whoever shows it, s: its codes do not tell when they end. 0: only the person in it is remembered.</summary>
    [Range(0, 86_400)]
    public int CodeLifeSeconds { get; init; } = 300;

    /// <summary>Answers remembered; the oldest are forgotten first.</summary>
    [Range(1, 1_000_000)]
    public int CachedAnswers { get; init; } = 10_000;

    /// <summary>Look-ups within a minute of which half failed, after which the provider is left alone.</summary>
    [Range(2, 1000)]
    public int LookUpsToBreak { get; init; } = 4;

    /// <summary>How long a provider that fails is left alone.</summary>
    [Range(1, 3600)]
    public int BreakSeconds { get; init; } = 15;
}
