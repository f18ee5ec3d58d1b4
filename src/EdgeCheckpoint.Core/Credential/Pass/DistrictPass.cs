using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential.Coding;
using EdgeCheckpoint.Core.Credential.Cose;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Credential.Pass;

/// <summary>Issues district passes: <c>ECP1:</c>, then Base45 of a COSE_Sign1 over a CWT.</summary>
public static class DistrictPass
{
    public const string Format = "ECP1";

    public const string Prefix = Format + ":";

    /// <summary>Whether a code is the district's own pass of that kind. Whatever another format calls by the same word is none.</summary>
    public static bool Is(CredentialResult credential, PassKind kind)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return credential.Format == Format && credential.Kind == Words.Of(kind);
    }

    /// <summary>Length of the pass's quota period, days; 0 for what has no quota.</summary>
    public static int QuotaDaysOf(CredentialResult credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return credential.Format == Format ? PassJson.QuotaDaysOf(credential.Claims) : 0;
    }

    /// <summary>Whether a household's members go one after another with this pass; its quota bounds them.</summary>
    public static bool IsHouseholds(CredentialResult credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return credential.Format == Format && StrictJson.Text(credential.Claims, PassJson.Binding) == Words.Of(PassBinding.Household);
    }

    /// <returns>The text of the code: upper-case letters, digits and nine signs, so that QR stores it densely.</returns>
    /// <exception cref="ArgumentException">The claims break <see cref="PassRules"/>.</exception>
    public static string Issue(PassClaims claims, ISigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        if (PassRules.FaultOf(claims) is { } fault)
        {
            throw new ArgumentException(fault, nameof(claims));
        }

        return Prefix + Base45.Encode(CoseSign1.Sign(PassCbor.Write(claims), signer));
    }
}
