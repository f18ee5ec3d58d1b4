using System.Globalization;

namespace EdgeCheckpoint.Kiosk.Trust;

/// <summary>Keeps what was refused, for whoever looks into the alarm; bounded, oldest out first.</summary>
internal sealed class Quarantine(string folder, TimeProvider time)
{
    public const int MaxFiles = 10;

    /// <summary>Longest file that is kept; of a longer one only the alarm remains.</summary>
    public const long MaxBytes = 4 * 1024 * 1024;

    /// <summary>Moves the file here, or deletes it when it is too long.</summary>
    public void Take(string file, string name)
    {
        // A link is kept as it is, whether it leads anywhere or not.
        var found = new FileInfo(file);
        if (found.LinkTarget is null && found.Length > MaxBytes)
        {
            File.Delete(file);
            return;
        }

        Directory.CreateDirectory(folder);
        string stamp = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'.'fffffff", CultureInfo.InvariantCulture);
        File.Move(file, Path.Combine(folder, $"{stamp}-{name}"), overwrite: true);
        foreach (string old in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).SkipLast(MaxFiles).ToArray())
        {
            File.Delete(old);
        }
    }
}
