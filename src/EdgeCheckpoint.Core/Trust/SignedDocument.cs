using System.Buffers.Binary;
using System.Security.Cryptography;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Cose;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Ports;

namespace EdgeCheckpoint.Core.Trust;

/// <summary>Reads and writes signed documents.</summary>
/// <remarks>
/// Layout: <c>ECPDOC1\n</c>; length of the head, 4 bytes, big-endian; head: a COSE_Sign1 over the manifest (JSON);
/// then the body, whose SHA-256 the manifest holds, so that a body of any length can be checked while it streams by.
/// </remarks>
public static class SignedDocument
{
    /// <summary>File name extension.</summary>
    public const string Extension = ".ecpdoc";

    private const int MaxHeadBytes = 4096;
    private const int CopyBytes = 64 * 1024;

    private static ReadOnlySpan<byte> Magic => "ECPDOC1\n"u8;

    /// <summary>Longest body of a kind, bytes. Snapshots hold 10 million hashes of 16 bytes.</summary>
    public static long MaxBodyBytes(DocumentKind kind) => kind switch
    {
        DocumentKind.Revocations => 256L * 1024 * 1024,
        DocumentKind.RevocationsDelta or DocumentKind.WatchList => 16L * 1024 * 1024,
        DocumentKind.TrustList => 4L * 1024 * 1024,
        _ => 1024 * 1024,
    };

    /// <summary>Signs a body and writes the whole document.</summary>
    /// <param name="manifest">Without a <see cref="DocumentManifest.Problem"/>.</param>
    /// <param name="body">Read twice: hashed, then copied; must be able to seek.</param>
    public static DocumentManifest Write(Stream to, DocumentManifest manifest, Stream body, ISigner signer)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(to);
        if (manifest.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(manifest));
        }

        long start = body.Position;
        byte[] hash = SHA256.HashData(body);
        DocumentManifest signed = manifest with { BodyBytes = body.Position - start, BodySha256 = Convert.ToHexStringLower(hash) };
        byte[] head = CoseSign1.Sign(signed.Encode(), signer);
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)head.Length);
        to.Write(Magic);
        to.Write(length);
        to.Write(head);
        body.Position = start;
        body.CopyTo(to, CopyBytes);
        return signed;
    }

    /// <summary>Reads the head and proves its signature; the stream then stands at the body.</summary>
    /// <param name="roots">The district's own keys, fixed on the kiosk; nothing else makes a document genuine.</param>
    /// <param name="time">A root outside its own dates proves nothing; while the clock does not allow to say so, the dates are left aside.</param>
    public static DocumentFault ReadHead(Stream from, ITrustedKeys roots, VerificationTime time, out DocumentManifest? manifest, out string signer)
    {
        ArgumentNullException.ThrowIfNull(roots);
        (manifest, signer) = (null, "");
        DocumentFault fault = ReadMessage(from, out CoseSign1? sign1);
        if (sign1 is null)
        {
            return fault;
        }

        SignerSearch search = SignerSearch.Run(
            roots.Find(sign1.Headers.KeyId.Span), sign1, SignatureAlgorithm.Es256, SignatureAlgorithm.EdDsa, SignatureAlgorithm.Sm2);
        if (search.Key is not { } key)
        {
            return search.Reason switch
            {
                Reasons.CodeForged => DocumentFault.Forged,
                Reasons.CodeUntrustedIssuer => DocumentFault.UnknownSigner,
                _ => DocumentFault.Damaged,
            };
        }

        signer = key.KeyId;
        if (Validity.Of(key.NotBefore, key.NotAfter, time).Status == CredentialStatus.Invalid)
        {
            return DocumentFault.SignerOutOfDate;
        }

        manifest = DocumentManifest.Decode(sign1.Payload.Span);
        return manifest is null ? DocumentFault.Damaged
            : manifest.BodyBytes > MaxBodyBytes(manifest.Kind) ? DocumentFault.TooLarge
            : DocumentFault.None;
    }

    /// <summary>Copies the body and proves that it is the signed one, whole and nothing after it.</summary>
    /// <param name="to">Must not be used unless the answer is <see cref="DocumentFault.None"/>.</param>
    public static DocumentFault ReadBody(Stream from, DocumentManifest manifest, Stream to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(manifest);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[CopyBytes];
        long total = 0;
        while (from.Read(buffer) is > 0 and int count)
        {
            total += count;
            if (total > manifest.BodyBytes)
            {
                return DocumentFault.Damaged;
            }

            hash.AppendData(buffer, 0, count);
            to.Write(buffer, 0, count);
        }

        return total == manifest.BodyBytes && Convert.ToHexStringLower(hash.GetHashAndReset()) == manifest.BodySha256
            ? DocumentFault.None
            : DocumentFault.Damaged;
    }

    /// <summary>What a document says it is, whoever signed it: to sort refusals by, and for nothing else. Null where it says nothing.</summary>
    public static DocumentKind? ClaimedKind(Stream from)
    {
        ReadMessage(from, out CoseSign1? sign1);
        return sign1 is null ? null : DocumentManifest.Decode(sign1.Payload.Span)?.Kind;
    }

    private static DocumentFault ReadMessage(Stream from, out CoseSign1? message)
    {
        ArgumentNullException.ThrowIfNull(from);
        message = null;
        Span<byte> start = stackalloc byte[Magic.Length + sizeof(uint)];
        if (from.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.StartsWith(Magic))
        {
            return DocumentFault.NotADocument;
        }

        uint headBytes = BinaryPrimitives.ReadUInt32BigEndian(start[Magic.Length..]);
        if (headBytes is 0 or > MaxHeadBytes)
        {
            return DocumentFault.NotADocument;
        }

        byte[] head = new byte[headBytes];
        return from.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && CoseSign1.TryRead(head, out message)
            ? DocumentFault.None
            : DocumentFault.Damaged;
    }
}
