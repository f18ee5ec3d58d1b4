using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Policy;

namespace EdgeCheckpoint.Core.Trust;

/// <summary>Whether a body can be used as what it claims to be; the same for who signs and who receives.</summary>
public static class DocumentContent
{
    /// <summary>Null, or a sentence that says what is wrong.</summary>
    /// <param name="body">Stands at the first byte of the body.</param>
    public static string? Problem(DocumentManifest manifest, Stream body)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(body);
        if (manifest.BodyBytes > SignedDocument.MaxBodyBytes(manifest.Kind))
        {
            return $"it has {manifest.BodyBytes} bytes; at most {SignedDocument.MaxBodyBytes(manifest.Kind)} are taken";
        }

        if (manifest.Kind == DocumentKind.Revocations)
        {
            return RevocationSnapshot.Problem(body, manifest.BodyBytes);
        }

        byte[] bytes = new byte[manifest.BodyBytes];
        body.ReadExactly(bytes);
        return manifest.Kind switch
        {
            DocumentKind.Policy => PolicyDocument.Parse(bytes) is { Policy: null } wrong ? $"the policy has {wrong.Issues.Count} errors, the first at {wrong.Issues[0]}" : null,
            DocumentKind.TrustList => TrustListBody.Read(bytes, new FrameworkAlgorithms()) is { Faults: [var first, ..] } ? first : null,
            DocumentKind.RevocationsDelta => RevocationDelta.Parse(bytes) is null ? "it is no list of changes" : null,
            _ => WatchListBody.Problem(bytes),
        };
    }
}
