using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeCheckpoint.Simulation.Broker;

/// <summary>A certificate authority for tests and demonstrations: writes PEM files for brokers, kiosks and districts.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly string _folder;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;
    private readonly DateTimeOffset _notBefore;

    /// <param name="folder">Where the files go.</param>
    /// <param name="now">The authority itself is valid from ten years before to ten years after.</param>
    public TestAuthority(string folder, DateTimeOffset now, string name = "EdgeCheckpoint test authority")
    {
        (_folder, _notBefore) = (folder, now.AddYears(-10));
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _root = request.CreateSelfSigned(_notBefore, now.AddYears(10));
        AuthorityFile = Path.Combine(folder, $"{name.Replace(' ', '-')}.crt");
        File.WriteAllText(AuthorityFile, _root.ExportCertificatePem());
    }

    /// <summary>PEM certificate of the authority.</summary>
    public string AuthorityFile { get; }

    /// <summary>Issues a certificate, overwriting an earlier one of the same name, as a renewal in place does.</summary>
    /// <param name="name">Common name, and name of the files; a host name or address for a broker.</param>
    /// <returns>PEM files of certificate and key.</returns>
    public (string CertificateFile, string KeyFile) Issue(string name, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out IPAddress? address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.Create(_root, notBefore < _notBefore ? _notBefore : notBefore, notAfter, RandomNumberGenerator.GetBytes(12));
        string file = Path.Combine(_folder, name);
        ReplaceFile($"{file}.crt", certificate.ExportCertificatePem());
        ReplaceFile($"{file}.key", key.ExportPkcs8PrivateKeyPem());
        return ($"{file}.crt", $"{file}.key");
    }

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }

    private static void ReplaceFile(string file, string text)
    {
        File.WriteAllText($"{file}.new", text);
        File.Move($"{file}.new", file, overwrite: true);
    }
}
