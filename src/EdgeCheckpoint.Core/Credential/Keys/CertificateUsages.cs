using System.Security.Cryptography.X509Certificates;

namespace EdgeCheckpoint.Core.Credential.Keys;

/// <summary>What a certificate's own extensions let its key sign.</summary>
internal static class CertificateUsages
{
    /// <summary>Extended key usages of EU document signers; both the registered arc and the one used before it.</summary>
    private static readonly Dictionary<string, KeyUsages> DccUsages = new()
    {
        ["1.3.6.1.4.1.1847.2021.1.1"] = KeyUsages.DccTest,
        ["1.3.6.1.4.1.1847.2021.1.2"] = KeyUsages.DccVaccination,
        ["1.3.6.1.4.1.1847.2021.1.3"] = KeyUsages.DccRecovery,
        ["1.3.6.1.4.1.0.1847.2021.1.1"] = KeyUsages.DccTest,
        ["1.3.6.1.4.1.0.1847.2021.1.2"] = KeyUsages.DccVaccination,
        ["1.3.6.1.4.1.0.1847.2021.1.3"] = KeyUsages.DccRecovery,
    };

    /// <summary>A signer with none of the usages signs all three kinds, as the EU specification says; an authority signs no document.</summary>
    public static KeyUsages Of(X509Certificate2 certificate)
    {
        KeyUsages usages = KeyUsages.None;
        bool authority = false;
        foreach (X509Extension extension in certificate.Extensions)
        {
            switch (extension)
            {
                case X509BasicConstraintsExtension constraints:
                    authority = constraints.CertificateAuthority;
                    break;
                case X509EnhancedKeyUsageExtension extended:
                    foreach (System.Security.Cryptography.Oid oid in extended.EnhancedKeyUsages)
                    {
                        usages |= DccUsages.GetValueOrDefault(oid.Value ?? "");
                    }

                    break;
            }
        }

        return authority ? KeyUsages.VisibleSealAuthority : usages == KeyUsages.None ? KeyUsages.AnyDcc : usages;
    }
}
