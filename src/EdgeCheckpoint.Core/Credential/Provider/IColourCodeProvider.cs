namespace EdgeCheckpoint.Core.Credential.Provider;

/// <summary>Who can be asked about codes that prove nothing by themselves, such as a platform's health codes. Thread-safe.</summary>
public interface IColourCodeProvider
{
    /// <summary>Issuer as claims name it.</summary>
    string Name { get; }

    /// <summary>How its codes begin.</summary>
    string Prefix { get; }

    /// <summary>How long one of its codes counts once: the codes do not tell when they end.</summary>
    TimeSpan CodeLife { get; }

    /// <summary>Asks, and waits at most the provider's own time limit. Never throws on any code and never opens an address that a code holds.</summary>
    ProviderAnswer Ask(string code);
}

/// <summary>What a provider says of a code; the numbers are those that platforms after GB/T 38961 use.</summary>
public enum ProviderResult
{
    Green = 1,
    Yellow = 2,
    Red = 3,
    Expired = 4,

    /// <summary>The provider knows no such code.</summary>
    Absent = 5,

    /// <summary>The provider, or the way to it, failed.</summary>
    Failed = 6,
    Timeout = 7,
}

/// <summary>One answer.</summary>
/// <param name="Age">How long ago the provider gave it; zero for one just given.</param>
/// <param name="FromCache">Whether the provider could not be asked now and an older answer stands in.</param>
/// <param name="Subject">The provider's pseudonym of the person; null when it tells none.</param>
public sealed record ProviderAnswer(ProviderResult Result, TimeSpan Age = default, bool FromCache = false, string? Subject = null);
