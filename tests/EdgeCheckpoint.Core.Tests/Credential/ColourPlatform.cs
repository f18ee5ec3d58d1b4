using EdgeCheckpoint.Core.Credential.Provider;

namespace EdgeCheckpoint.Core.Tests.Credential;

/// <summary>A provider without a network: every code is green and of one person, until told otherwise.</summary>
internal sealed class ColourPlatform : IColourCodeProvider
{
    public const string CodePrefix = "XK1:";

    public string Name => "suzhou";

    public string Prefix => CodePrefix;

    public TimeSpan CodeLife { get; init; } = TimeSpan.FromMinutes(5);

    public Func<string, ProviderAnswer> Answer { get; set; } = static _ => new(ProviderResult.Green, Subject: "p9");

    public ProviderAnswer Ask(string code) => Answer(code);
}
