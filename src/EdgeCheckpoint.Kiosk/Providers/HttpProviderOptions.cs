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

    /// <summary>Everything that is wrong, each sentence naming its key; empty when all is well or no provider is asked.</summary>
    public IReadOnlyList<string> Problems()
    {
        List<string> problems = [];
        if (Address.Length == 0)
        {
            return problems;
        }

        if (!Uri.TryCreate(Address, UriKind.Absolute, out Uri? address) || address.Scheme is not ("https" or "http"))
        {
            problems.Add($"provider:address: '{Address}' is no address; write it like https://platform.example/look-up");
        }

        if (Prefix.Length == 0)
        {
            problems.Add("provider:prefix: is empty; without it every text would be sent to the provider");
        }

        if (TokenFile.Length > 0 && !File.Exists(TokenFile))
        {
            problems.Add($"provider:tokenFile: names {TokenFile}, which does not exist");
        }

        return problems;
    }
}
