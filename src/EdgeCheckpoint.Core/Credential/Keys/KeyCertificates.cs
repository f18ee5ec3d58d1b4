using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace EdgeCheckpoint.Core.Credential.Keys;

/// <summary>The certificates a card issuer may publish with its key, member <c>x5c</c>. They add nothing to trust, but a contradiction in them takes it away.</summary>
internal static class KeyCertificates
{
    private const int MaxLength = 8;

    /// <summary>Null when the first is of that key and of that issuer, and each is signed by the next.</summary>
    public static string? FaultOf(JsonElement chain, byte[] subjectPublicKeyInfo, string? issuer)
    {
        if (chain.ValueKind != JsonValueKind.Array || chain.GetArrayLength() is 0 or > MaxLength)
        {
            return $"a key's x5c is not a list of 1 to {MaxLength} certificates.";
        }

        List<X509Certificate2> certificates = [];
        try
        {
            foreach (JsonElement text in chain.EnumerateArray())
            {
                certificates.Add(X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text.GetString() ?? "")));
            }

            return !certificates[0].PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(subjectPublicKeyInfo) ? "a key's x5c is of another key."
                : !NamesAddress(certificates[0], issuer) ? "a key's x5c names no issuer address, or another's."
                : Links(certificates) ? null
                : "a key's x5c is no chain.";
        }
        catch (Exception e) when (e is CryptographicException or FormatException or InvalidOperationException)
        {
            return "a key's x5c cannot be read.";
        }
        finally
        {
            certificates.ForEach(static c => c.Dispose());
        }
    }

    /// <summary>The certificate's alternative name is the issuer's address.</summary>
    private static bool NamesAddress(X509Certificate2 certificate, string? issuer)
    {
        string address = certificate.GetNameInfo(X509NameType.UrlName, forIssuer: false);
        return address.StartsWith("https://", StringComparison.Ordinal) && (issuer is null || issuer == address);
    }

    private static bool Links(List<X509Certificate2> certificates)
    {
        for (int i = 0; i + 1 < certificates.Count; i++)
        {
            if (!IssuedBy.Check(certificates[i], certificates[i + 1]))
            {
                return false;
            }
        }

        return true;
    }
}
