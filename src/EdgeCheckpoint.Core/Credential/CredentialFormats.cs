using EdgeCheckpoint.Core.Credential.Dcc;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Credential.Pass;
using EdgeCheckpoint.Core.Credential.SmartHealth;
using EdgeCheckpoint.Core.Credential.VdsNc;

namespace EdgeCheckpoint.Core.Credential;

/// <summary>The formats that are verified offline.</summary>
public static class CredentialFormats
{
    /// <param name="cardRevocations">Revocation lists of SMART Health Cards.</param>
    public static CredentialVerifier Verifier(ITrustedKeys keys, IReadOnlyList<CardRevocationList>? cardRevocations = null) => new(All(keys, cardRevocations));

    public static IReadOnlyList<ICredentialFormat> All(ITrustedKeys keys, IReadOnlyList<CardRevocationList>? cardRevocations = null) =>
    [
        new DistrictPassFormat(keys),
        new DccFormat(keys),
        new SmartHealthFormat(keys, cardRevocations ?? []),
        new VdsNcFormat(keys),
    ];
}
