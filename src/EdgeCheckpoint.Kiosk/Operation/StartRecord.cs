using System.Text.Json;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Kiosk.Trust;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>Counts starts of this boot that did not end in order, in a small file, so that a crash loop is noticed. An end in order forgets them.</summary>
/// <param name="folder">See <see cref="FolderOf"/>.</param>
/// <param name="boot">A power cut is no crash of ours: a new boot counts anew.</param>
internal sealed class StartRecord(string folder, string boot, TimeProvider time)
{
    public const string FileName = "starts.json";

    /// <summary>More starts than this within <see cref="Window"/> are a loop.</summary>
    public const int MostStarts = 5;

    /// <summary>Who has run this long is out of the loop.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>The folder in memory that systemd makes, where it does: it takes the record when a full or read-only disk does not, and a boot clears it. Else the journal's.</summary>
    public static string FolderOf(string journal) => Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY") is { Length: > 0 } run ? run : journal;

    private readonly string _file = Path.Combine(folder, FileName);

    /// <summary>Notes a start.</summary>
    /// <returns>Whether it is one too many.</returns>
    public bool Begin()
    {
        double now = MonotonicInstant.Now(time).SinceStart.TotalSeconds;
        double[] starts = [.. Read().Where(at => at <= now && now - at <= Window.TotalSeconds), now];
        Write(starts);
        return starts.Length > MostStarts;
    }

    /// <summary>The service ends as it was told to, or has run long enough.</summary>
    public void Forget() => Write([]);

    private double[] Read()
    {
        try
        {
            return File.Exists(_file) && JsonSerializer.Deserialize<Starts>(File.ReadAllBytes(_file)) is { } kept && kept.Boot == boot ? kept.Seconds : [];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>A disk that refuses must not keep the kiosk from starting; its faults are told by the journal.</summary>
    private void Write(double[] seconds)
    {
        try
        {
            Directory.CreateDirectory(folder);
            AtomicFile.Write(_file, JsonSerializer.SerializeToUtf8Bytes(new Starts(boot, seconds)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not counted then.
        }
    }

    private sealed record Starts(string Boot, double[] Seconds);
}
