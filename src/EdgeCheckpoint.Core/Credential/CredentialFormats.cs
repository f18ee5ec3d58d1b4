using EdgeCheckpoint.Core.Credential.Dcc;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Credential.Pass;
using EdgeCheckpoint.Core.Credential.SmartHealth;
using EdgeCheckpoint.Core.Credential.VdsNc;

namespace EdgeCheckpoint.Core.Credential;

/// <summary>The formats that are verified offline.</summary>
public static class CredentialFormats
{
    public static CredentialVerifier Verifier(ITrustedKeys keys) => new(All(keys));

    public static IReadOnlyList<ICredentialFormat> All(ITrustedKeys keys) =>
    [
        new DistrictPassFormat(keys),
        new DccFormat(keys),
        new SmartHealthFormat(keys),
        new VdsNcFormat(keys),
    ];
}
