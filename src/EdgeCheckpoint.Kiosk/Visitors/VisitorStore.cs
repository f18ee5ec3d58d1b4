using System.Globalization;

namespace EdgeCheckpoint.Kiosk.Visitors;

/// <summary>Sealed records on the disk, one file each, its name telling when it must be gone. Not thread-safe; its desk locks.</summary>
internal sealed class VisitorStore(string folder)
{
    /// <summary>More than this many records are refused: a bored visitor must not fill the disk.</summary>
    internal const int MaxRecords = 20_000;

    private const string Extension = ".ecv";

    private const string Stamp = "yyyyMMdd'T'HHmmss'Z'";

    internal IEnumerable<string> Files => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + Extension) : [];

    /// <summary>Writes a record and waits until it is on the disk; false when it cannot be, with the reason.</summary>
    internal bool TryKeep(string record, byte[] box, DateTimeOffset keepUntil, out string problem)
    {
        try
        {
            Directory.CreateDirectory(folder);
            if (Files.Take(MaxRecords).Count() == MaxRecords)
            {
                problem = $"{folder} holds {MaxRecords} records already";
                return false;
            }

            string path = Path.Combine(folder, keepUntil.UtcDateTime.ToString(Stamp, CultureInfo.InvariantCulture) + "-" + record + Extension);
            using (FileStream file = new(path + ".new", FileMode.Create, FileAccess.Write))
            {
                file.Write(box);
                file.Flush(flushToDisk: true);
            }

            File.Move(path + ".new", path);
            problem = "";
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
            return false;
        }
    }

    /// <summary>Takes a record back that could not be registered after all.</summary>
    internal void Forget(string record)
    {
        foreach (string path in Files.Where(f => f.EndsWith($"-{record}{Extension}", StringComparison.Ordinal)).ToArray())
        {
            TryDelete(path);
        }
    }

    /// <summary>Deletes what may no longer be kept, and what a crash left half-written.</summary>
    /// <returns>Number of records deleted.</returns>
    internal int Sweep(DateTimeOffset now)
    {
        int gone = 0;
        foreach (string path in Files.ToArray())
        {
            string stamp = Path.GetFileName(path).Split('-')[0];
            if (DateTimeOffset.TryParseExact(stamp, Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset until) && until <= now)
            {
                gone += TryDelete(path) ? 1 : 0;
            }
        }

        foreach (string half in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.new") : [])
        {
            TryDelete(half);
        }

        return gone;
    }

    /// <summary>What the disk refuses to let go of waits for the next sweep.</summary>
    private static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
