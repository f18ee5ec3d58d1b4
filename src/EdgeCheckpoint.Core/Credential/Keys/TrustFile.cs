using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgeCheckpoint.Core.Credential.SmartHealth;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Credential.Keys;

/// <summary>Keys of one file: PEM certificates and public keys, a DER certificate, a JSON Web Key Set, or a card revocation list.</summary>
/// <param name="Keys">Those that could be read.</param>
/// <param name="Faults">What could not, each saying why.</param>
public sealed record TrustFile(IReadOnlyList<TrustedKey> Keys, IReadOnlyList<string> Faults)
{
    /// <summary>Revocation lists of SMART Health Cards.</summary>
    public IReadOnlyList<CardRevocationList> CardRevocations { get; init; } = [];

    /// <summary>Whether a revocation list may be among what could not be read. Nobody knows then which cards are revoked, so that there are no keys either.</summary>
    public bool LacksRevocations { get; init; }

    /// <summary>The JSON that a key set or a card revocation list was read from; empty for all else.</summary>
    public ReadOnlyMemory<byte> KeySet { get; init; }

    public const int MaxBytes = 16 * 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <param name="name">Named in faults; nothing is opened.</param>
    public static TrustFile Read(string name, ReadOnlySpan<byte> content, ISignatureAlgorithms algorithms)
    {
        ReadOnlySpan<byte> text = (content.StartsWith(ByteOrderMark) ? content[ByteOrderMark.Length..] : content).TrimStart(" \t\r\n"u8);
        return text.StartsWith("{"u8) ? OfKeySet(name, text.ToArray(), algorithms)
            : content.StartsWith("\x30"u8) ? OfCertificate(name, content.ToArray(), algorithms)
            : text.IndexOf("-----BEGIN "u8) >= 0 ? ReadPem(name, Encoding.Latin1.GetString(text), algorithms)
            : Unread($"{name} is neither PEM, a DER certificate nor a JSON Web Key Set.");
    }

    /// <summary>A file of which nothing can be told: it may be a revocation list.</summary>
    public static TrustFile Unread(string fault) => Fault(fault) with { LacksRevocations = true };

    /// <summary>What several files hold together. No key where a revocation list may be among what could not be read.</summary>
    public static TrustFile Of(IReadOnlyList<TrustFile> parts)
    {
        bool lacksRevocations = parts.Any(static p => p.LacksRevocations);
        return new(lacksRevocations ? [] : [.. parts.SelectMany(static p => p.Keys)], [.. parts.SelectMany(static p => p.Faults)])
        {
            CardRevocations = [.. parts.SelectMany(static p => p.CardRevocations)],
            LacksRevocations = lacksRevocations,
        };
    }

    /// <summary>All that could be read, to verify by.</summary>
    public TrustedKeySet ToSet() => new(Keys, CardRevocations);

    internal static TrustFile Fault(string fault) => new([], [fault]);

    private static TrustFile OfKeySet(string name, byte[] json, ISignatureAlgorithms algorithms) =>
        JsonWebKeySet.Read(name, json, algorithms) with { KeySet = json };

    private static TrustFile ReadPem(string name, string text, ISignatureAlgorithms algorithms)
    {
        List<TrustFile> parts = [];
        ReadOnlySpan<char> rest = text;
        while (PemEncoding.TryFind(rest, out PemFields fields))
        {
            ReadOnlySpan<char> label = rest[fields.Label];
            byte[] der = Convert.FromBase64String(rest[fields.Base64Data].ToString());
            parts.Add(label switch
            {
                "CERTIFICATE" => OfCertificate(name, der, algorithms),
                "PUBLIC KEY" => new([OfPublicKey(der, algorithms)], []),
                _ when label.EndsWith("PRIVATE KEY") => Fault($"{name} holds a private key; keep it where passes are issued and put only the public key here."),
                _ => Fault($"{name} holds a {label} block, which is neither a certificate nor a public key."),
            });
            rest = rest[fields.Location.End..];
        }

        return parts.Count == 0 ? Fault($"{name} holds no PEM block.") : Of(parts);
    }

    /// <summary>A bare key signs district passes.</summary>
    private static TrustedKey OfPublicKey(byte[] der, ISignatureAlgorithms algorithms) =>
        new(KeyIdentifier.Text(KeyIdentifier.Of(der)), KeyUsages.AnyPass, der, algorithms);

    private static TrustFile OfCertificate(string name, byte[] der, ISignatureAlgorithms algorithms)
    {
        try
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(der);
            return new([OfCertificate(certificate, algorithms)], []);
        }
        catch (CryptographicException e)
        {
            return Fault($"{name} holds a certificate that cannot be read: {e.Message}");
        }
    }

    internal static TrustedKey OfCertificate(X509Certificate2 certificate, ISignatureAlgorithms algorithms) =>
        new(
            KeyIdentifier.Text(KeyIdentifier.Of(certificate.RawData)),
            CertificateUsages.Of(certificate),
            certificate.PublicKey.ExportSubjectPublicKeyInfo(),
            algorithms)
        {
            NotBefore = new DateTimeOffset(certificate.NotBefore.ToUniversalTime()),
            // X.509 counts the second that notAfter names, RFC 5280 section 4.1.2.5.
            NotAfter = Validity.After(new DateTimeOffset(certificate.NotAfter.ToUniversalTime())),
            Certificate = certificate.RawData,
        };
}
