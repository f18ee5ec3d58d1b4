using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using EdgeCheckpoint.Core.Lists;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>The exact revocation list where it lies: in the signed file on the disk, mapped, not read.</summary>
/// <remarks>
/// Closed by the finaliser once no snapshot refers to it, because a look-up may still be under way when the next snapshot replaces it.
/// A file renamed over it stays readable here until then.
/// </remarks>
internal sealed class MappedEntries : IRevocationEntries
{
    private readonly MemoryMappedViewAccessor _view;

    public MappedEntries(StoredDocument document)
    {
        Count = document.Manifest.BodyBytes / ListHash.Bytes;
        using var file = new FileStream(document.File, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        using var mapping = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = mapping.CreateViewAccessor(document.BodyOffset, document.Manifest.BodyBytes, MemoryMappedFileAccess.Read);
    }

    public long Count { get; }

    public ListHash this[long index]
    {
        get
        {
            long at = index * ListHash.Bytes;
            return new ListHash(
                BinaryPrimitives.ReverseEndianness(_view.ReadUInt64(at)),
                BinaryPrimitives.ReverseEndianness(_view.ReadUInt64(at + sizeof(ulong))));
        }
    }
}
