using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeCheckpoint.Mqtt.Connection;

/// <summary>Says in words what OpenSSL says in codes: a missing file, an expired certificate, a clock that is wrong.</summary>
internal static class TlsDiagnosis
{
    /// <summary>One sentence per finding; empty when the files look right from here.</summary>
    internal static string Explain(MqttTls tls, DateTimeOffset now) =>
        string.Join("; ", Files(tls).Select(file => Explain(file, now)).Where(static found => found.Length > 0));

    private static IEnumerable<string> Files(MqttTls tls)
    {
        yield return tls.AuthorityFile;
        if (tls.CertificateFile is not null)
        {
            yield return tls.CertificateFile;
        }
    }

    private static string Explain(string file, DateTimeOffset now)
    {
        try
        {
            using X509Certificate2 certificate = X509Certificate2.CreateFromPem(File.ReadAllText(file));
            return now < certificate.NotBefore
                ? string.Create(CultureInfo.InvariantCulture, $"{file} is not valid before {certificate.NotBefore.ToUniversalTime():u}, and this machine's clock says {now.UtcDateTime:u}: set the clock or wait for its synchronisation")
                : now > certificate.NotAfter
                    ? string.Create(CultureInfo.InvariantCulture, $"{file} expired {certificate.NotAfter.ToUniversalTime():u}, and this machine's clock says {now.UtcDateTime:u}: renew it in place, no restart is needed")
                    : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return $"{file} cannot be read: {e.Message}";
        }
    }
}
