using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgeCheckpoint.Core.Credential.Keys;

namespace EdgeCheckpoint.Core.Credential.VdsNc;

/// <summary>A seal's own signer, vouched for by an authority that is trusted.</summary>
internal sealed class SealSigner : IDisposable
{
    /// <summary>ICAO: signs health seals.</summary>
    private const string HealthSealUsage = "2.23.136.1.1.14.2";

    /// <summary>ICAO: types of documents a certificate may sign.</summary>
    private const string DocumentTypes = "2.23.136.1.1.6.2";

    private readonly X509Certificate2 _certificate;
    private readonly TrustedKey _authority;

    private SealSigner(X509Certificate2 certificate, TrustedKey authority)
    {
        _certificate = certificate;
        _authority = authority;
        Key = TrustFile.OfCertificate(certificate, new FrameworkAlgorithms());
    }

    public TrustedKey Key { get; }

    /// <returns>Null when the bytes are no certificate, or no trusted authority of its issuer's name issued it.</returns>
    public static SealSigner? Open(byte[] der, ITrustedKeys keys)
    {
        try
        {
            X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(der);
            foreach (TrustedKey authority in keys.FindAuthorities(certificate.IssuerName.RawData))
            {
                using X509Certificate2 issuer = X509CertificateLoader.LoadCertificate(authority.Certificate.Span);
                if (IssuedBy.Check(certificate, issuer))
                {
                    return new SealSigner(certificate, authority);
                }
            }

            certificate.Dispose();
        }
        catch (CryptographicException)
        {
            // Not a certificate; the answer is null.
        }

        return null;
    }

    /// <summary>Whether its extensions let it sign seals, and seals of that type where they name types.</summary>
    /// <param name="type">One that <see cref="VdsNcFormat"/> reads.</param>
    public bool MaySign(string type)
    {
        X509EnhancedKeyUsageExtension? usage = _certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault();
        return usage is not null && usage.EnhancedKeyUsages.Cast<System.Security.Cryptography.Oid>().Any(static o => o.Value == HealthSealUsage)
            && (_certificate.Extensions[DocumentTypes] is not { } types || Types(types.RawData)?.Contains(CodeOf(type)) is true);
    }

    /// <summary>Two letters that certificates name a type of seal by.</summary>
    private static string CodeOf(string type) => type == VdsNcFormat.Vaccination ? "NV" : "NT";

    /// <summary>A seal ends with its signer.</summary>
    public Judgement Judge(VerificationTime time)
    {
        Judgement authority = Validity.Of(_authority.NotBefore, _authority.NotAfter, time);
        return authority.Status != CredentialStatus.Valid ? authority.AsSigner() : Validity.Of(Key.NotBefore, Key.NotAfter, time).AsSigner();
    }

    public void Dispose()
    {
        Key.Dispose();
        _certificate.Dispose();
    }

    /// <summary>DocumentTypeList of ICAO 9303-12: version, then a set of names. Null when malformed.</summary>
    private static List<string>? Types(byte[] extension)
    {
        try
        {
            AsnReader reader = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
            _ = reader.ReadInteger();
            AsnReader set = reader.ReadSetOf();
            List<string> types = [];
            while (set.HasData)
            {
                types.Add(Encoding.ASCII.GetString(set.PeekContentBytes().Span));
                set.ReadEncodedValue();
            }

            return types;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
