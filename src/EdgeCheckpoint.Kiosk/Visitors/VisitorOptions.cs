using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;

namespace EdgeCheckpoint.Kiosk.Visitors;

/// <summary>Registration of visitors (登记) and the site's own code (门铃码). Both are off until their keys are given.</summary>
public sealed class VisitorOptions
{
    /// <summary>The district's public key, P-256, as a PEM file (<c>-----BEGIN PUBLIC KEY-----</c>); empty: no registration.</summary>
    public string DistrictKeyFile { get; set; } = "";

    /// <summary>Folder of the sealed records.</summary>
    public string Folder { get; set; } = "/var/lib/edge-checkpoint/visitors";

    /// <summary>Days a record is kept, here and at the district.</summary>
    [Range(1, 180)]
    public int RetentionDays { get; set; } = 30;

    /// <summary>Secret of the site's code, base64, at least 16 bytes, in a file; empty: no code is shown.</summary>
    public string SiteCodeSecretFile { get; set; } = "";

    /// <summary>Put before the site's code, for phones that should open a page, such as <c>https://example.org/s#</c>; empty: the code alone.</summary>
    public string SiteCodeUrl { get; set; } = "";

    /// <summary>Reads the district's key; null when there is none and no problem either.</summary>
    internal ECDiffieHellman? ReadDistrictKey(out string problem)
    {
        problem = "";
        if (DistrictKeyFile.Length == 0)
        {
            return null;
        }

        ECDiffieHellman key = ECDiffieHellman.Create();
        try
        {
            string pem = File.ReadAllText(DistrictKeyFile);
            key.ImportFromPem(pem);
            ECCurve curve = key.ExportParameters(false).Curve;
            bool secret = pem.Contains("PRIVATE KEY", StringComparison.Ordinal);
            if (!secret && (curve.Oid.Value == "1.2.840.10045.3.1.7" || curve.Oid.FriendlyName is "nistP256" or "ECDSA_P256"))
            {
                return key;
            }

            problem = secret
                ? $"{DistrictKeyFile} holds a private key, which must never be on a kiosk; put the public key there."
                : $"{DistrictKeyFile} holds a key on another curve; a P-256 key is needed.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            problem = $"{DistrictKeyFile} cannot be read as a public key: {e.Message}";
        }

        key.Dispose();
        return null;
    }

    internal byte[]? ReadSiteCodeSecret(out string problem)
    {
        problem = "";
        if (SiteCodeSecretFile.Length == 0)
        {
            return null;
        }

        try
        {
            byte[] secret = Convert.FromBase64String(File.ReadAllText(SiteCodeSecretFile).Trim());
            if (secret.Length >= 16)
            {
                return secret;
            }

            problem = $"{SiteCodeSecretFile} holds {secret.Length} bytes; at least 16 are needed.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            problem = $"{SiteCodeSecretFile} cannot be read as base64: {e.Message}";
        }

        return null;
    }

    /// <summary>Everything that is wrong, each sentence naming its key; empty when all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        using ECDiffieHellman? key = ReadDistrictKey(out string keyProblem);
        _ = ReadSiteCodeSecret(out string secretProblem);
        return [.. new[] { ("districtKeyFile", keyProblem), ("siteCodeSecretFile", secretProblem) }
            .Where(static p => p.Item2.Length > 0)
            .Select(static p => $"visitors:{p.Item1}: {p.Item2}")];
    }
}
