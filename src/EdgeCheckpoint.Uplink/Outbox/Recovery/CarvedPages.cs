using System.Buffers.Binary;

namespace EdgeCheckpoint.Uplink.Outbox.Recovery;

/// <summary>The pages of a database file and of its write-ahead log, read without SQLite: each page is looked at for itself, however broken the rest is.</summary>
/// <remarks>sqlite.org/fileformat2.html, sections 1.3 and 4.1. The journal always has the default page size.</remarks>
internal sealed class CarvedPages(Stream database, Stream? log) : IDisposable
{
    public const int PageBytes = 4096;
    private const int LogHeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private readonly Dictionary<uint, long> _newest = [];

    /// <summary>Every page once per copy: the file's own, then the log's, oldest first. The buffer is reused.</summary>
    public IEnumerable<(uint Number, byte[] Page)> All()
    {
        byte[] page = new byte[PageBytes];
        for (uint number = 1; number <= database.Length / PageBytes; number++)
        {
            if (TryReadAt(database, (number - 1L) * PageBytes, page))
            {
                yield return (number, page);
            }
        }

        byte[] header = new byte[FrameHeaderBytes];
        for (long frame = LogHeaderBytes; log is not null && frame + FrameHeaderBytes + PageBytes <= log.Length; frame += FrameHeaderBytes + PageBytes)
        {
            if (TryReadAt(log, frame, header) && TryReadAt(log, frame + FrameHeaderBytes, page))
            {
                uint number = BinaryPrimitives.ReadUInt32BigEndian(header);
                _newest[number] = frame + FrameHeaderBytes;
                yield return (number, page);
            }
        }
    }

    /// <summary>The newest copy of one page.</summary>
    public bool TryRead(uint number, byte[] page) =>
        _newest.TryGetValue(number, out long offset)
            ? TryReadAt(log!, offset, page)
            : number > 0 && TryReadAt(database, (number - 1L) * PageBytes, page);

    public void Dispose()
    {
        database.Dispose();
        log?.Dispose();
    }

    private static bool TryReadAt(Stream stream, long offset, byte[] buffer)
    {
        try
        {
            stream.Position = offset;
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) == buffer.Length;
        }
        catch (IOException)
        {
            // A sector the device cannot read any more; the next page may be fine.
            return false;
        }
    }
}
