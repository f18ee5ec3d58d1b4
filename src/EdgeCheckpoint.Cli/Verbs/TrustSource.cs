using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Hardware.Crypto;

namespace EdgeCheckpoint.Cli.Verbs;

/// <summary>The keys a verb is told to trust: a folder or file of keys, or a district's signed trust list.</summary>
internal static class TrustSource
{
    /// <param name="roots">The district's public keys; needed for a signed list, and for nothing else.</param>
    /// <returns>No key at all when the list is not genuine or past its end: the faults say why.</returns>
    public static TrustFile Read(string path, string? roots, VerificationTime time)
    {
        LibcryptoAlgorithms algorithms = new();
        if (!path.EndsWith(SignedDocument.Extension, StringComparison.OrdinalIgnoreCase))
        {
            return TrustFolder.Read(path, algorithms);
        }

        if (roots is null)
        {
            return Fault($"{path} is a signed trust list: say with --roots which public keys of the district prove it.");
        }

        TrustFile trusted = TrustFolder.Read(roots, algorithms);
        try
        {
            using FileStream stream = File.OpenRead(path);
            return trusted.Keys.Count == 0
                ? trusted
                : ReadList(path, stream, new TrustedKeySet(trusted.Keys), time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fault($"{path} cannot be read: {e.Message}");
        }
    }

    private static TrustFile ReadList(string path, FileStream stream, TrustedKeySet roots, VerificationTime time)
    {
        DocumentFault fault = SignedDocument.ReadHead(stream, roots, time, out DocumentManifest? manifest, out _);
        if (fault != DocumentFault.None || manifest is null)
        {
            return Fault($"{path} is no genuine trust list: {Words.Of(fault)}.");
        }

        if (manifest.Kind != DocumentKind.TrustList)
        {
            return Fault($"{path} is a {Words.Of(manifest.Kind)}, no trust list.");
        }

        if (DocumentRules.StateOf(manifest, time).Expired)
        {
            return Fault($"{path} expired at {manifest.ExpiresAt:yyyy-MM-dd HH:mm}Z; get a newer one, or judge at an earlier instant with --at.");
        }

        using MemoryStream body = new();
        fault = SignedDocument.ReadBody(stream, manifest, body);
        return fault == DocumentFault.None
            ? TrustListBody.Read(body.ToArray(), new LibcryptoAlgorithms())
            : Fault($"{path} is no genuine trust list: {Words.Of(fault)}.");
    }

    private static TrustFile Fault(string fault) => new([], [fault]);
}
