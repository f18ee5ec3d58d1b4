namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>Writes a file so that a reader, or a power cut, finds the old one or the new one and never half of either.</summary>
internal static class AtomicFile
{
    public const string TemporaryExtension = ".new";

    public static void Write(string file, ReadOnlySpan<byte> content)
    {
        string temporary = file + TemporaryExtension;
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, file, overwrite: true);
    }
}
