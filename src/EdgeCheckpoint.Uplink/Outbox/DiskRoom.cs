namespace EdgeCheckpoint.Uplink.Outbox;

/// <summary>What is kept free of the disk so that the journal can work on when it is full: one half for the log to grow into, the other as a file, so that nobody else takes it. Used under the commit lock.</summary>
/// <remarks>
/// Removing rows needs room in the log, and moving the log into the file needs as much room there as the log holds new pages: without both, a full disk
/// could never be emptied again. The reserve is given up for that alone and made again after it; what the journal grows by never comes out of it.
/// </remarks>
internal sealed class DiskRoom(IJournalFolder folder)
{
    /// <summary>Of a disk too small for it, a quarter.</summary>
    private const long MostBytes = 16 << 20;

    private const int PageBytes = 4096;

    private const string ReserveName = "reserve.bin";

    private long Bytes => Math.Min(MostBytes, folder.TotalBytes / 4);

    private long WholeReserveBytes => Bytes / 2;

    public bool IsWhole => folder.LengthOf(ReserveName) >= WholeReserveBytes;

    /// <summary>Pages of log that may wait to be moved into the file: few enough that the reserve has room for all of them.</summary>
    public int CheckpointPages(int wanted) => (int)Math.Clamp(WholeReserveBytes / 2 / PageBytes, 1, wanted);

    /// <summary>Bytes by which the journal may grow before the room is touched; 0 when the disk is full in this sense.</summary>
    /// <param name="logBytes">The log's own share, as it is.</param>
    public long Growth(long logBytes) => Math.Max(0, folder.FreeBytes + folder.LengthOf(ReserveName) + logBytes - Bytes);

    /// <summary>Gives the reserve up; false when it is gone already.</summary>
    public bool Release()
    {
        try
        {
            bool isThere = folder.Exists(ReserveName);
            folder.Delete(ReserveName);
            return isThere;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Makes the reserve, or as much of it as leaves the log its half.</summary>
    public void MakeReserve()
    {
        long present = folder.LengthOf(ReserveName);
        long possible = Math.Min(WholeReserveBytes, (folder.FreeBytes + present) / 2 / PageBytes * PageBytes);
        if (possible <= present)
        {
            return;
        }

        try
        {
            folder.Reserve(ReserveName, (int)possible);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody was faster, or the disk failed; half a reserve is of no use.
            Release();
        }
    }
}
