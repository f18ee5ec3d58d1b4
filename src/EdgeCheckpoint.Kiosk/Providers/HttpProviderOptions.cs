namespace EdgeCheckpoint.Kiosk.Providers;

/// <summary>A provider that is asked over HTTP.</summary>
public sealed record HttpProviderOptions
{
    /// <summary>Issuer as claims name it.</summary>
    public required string Name { get; init; }

    /// <summary>How its codes begin, such as <c>XK1:</c>.</summary>
    public required string Prefix { get; init; }

    /// <summary>Where codes are posted to. Only this address is ever opened.</summary>
    public required Uri Address { get; init; }

    /// <summary>File with the bearer token; empty for none.</summary>
    public string TokenFile { get; init; } = "";

    /// <summary>How long one look-up may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>How long an answer is used again without asking: a code is held before the camera for seconds.</summary>
    public TimeSpan FreshFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The offline policy: while the provider cannot be asked, answers up to this old stand in, marked with their age; zero: none do, and the code is unconfirmed.</summary>
    public TimeSpan OfflineMaxAge { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Answers remembered; the oldest are forgotten first.</summary>
    public int CachedAnswers { get; init; } = 10_000;

    /// <summary>Look-ups within a minute of which half failed, after which the provider is left alone for <see cref="BreakFor"/>; at least 2.</summary>
    public int LookUpsToBreak { get; init; } = 4;

    /// <summary>How long a provider that fails is left alone.</summary>
    public TimeSpan BreakFor { get; init; } = TimeSpan.FromSeconds(15);
}
