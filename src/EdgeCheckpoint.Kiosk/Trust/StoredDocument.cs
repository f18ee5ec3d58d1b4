using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>A document on the disk whose signature and body were proved.</summary>
/// <param name="BodyOffset">Where the body begins in the file, bytes; it reaches to the end.</param>
internal sealed record StoredDocument(DocumentManifest Manifest, string File, long BodyOffset, string Signer)
{
    /// <summary>The body as a stream that the caller closes.</summary>
    public FileStream OpenBody()
    {
        var stream = new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        stream.Position = BodyOffset;
        return stream;
    }

    public byte[] ReadBody()
    {
        using FileStream stream = OpenBody();
        byte[] body = new byte[Manifest.BodyBytes];
        stream.ReadExactly(body);
        return body;
    }
}
