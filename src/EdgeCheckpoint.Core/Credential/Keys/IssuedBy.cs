using System.Security.Cryptography.X509Certificates;

namespace EdgeCheckpoint.Core.Credential.Keys;

/// <summary>Whether one certificate issued another. Asks nobody: no address in a certificate is ever opened.</summary>
internal static class IssuedBy
{
    /// <summary>Names fit and the signature verifies; dates are judged elsewhere, with the state of the clock.</summary>
    public static bool Check(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(issuer);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags =
            X509VerificationFlags.IgnoreNotTimeValid | X509VerificationFlags.IgnoreWrongUsage | X509VerificationFlags.IgnoreInvalidBasicConstraints
            | X509VerificationFlags.AllowUnknownCertificateAuthority;
        return certificate.IssuerName.RawData.AsSpan().SequenceEqual(issuer.SubjectName.RawData)
            && chain.Build(certificate)
            && chain.ChainElements.Count == 2
            && chain.ChainElements[1].Certificate.RawData.AsSpan().SequenceEqual(issuer.RawData);
    }
}
