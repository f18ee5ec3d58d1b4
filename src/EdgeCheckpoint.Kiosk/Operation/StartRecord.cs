using System.Text.Json;
using EdgeCheckpoint.Kiosk.Trust;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>Counts starts that did not end in order, in a small file, so that a crash loop is noticed. An end in order forgets them all.</summary>
/// <param name="folder">Of the journal: it survives a restart.</param>
internal sealed class StartRecord(string folder, TimeProvider time)
{
    public const string FileName = "starts.json";

    /// <summary>So many starts within <see cref="Window"/> are a loop.</summary>
    public const int Loop = 5;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly string _file = Path.Combine(folder, FileName);

    /// <summary>Notes a start.</summary>
    /// <returns>Whether it is one too many.</returns>
    public bool Begin()
    {
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset[] starts = [.. Read().Where(at => (now - at).Duration() <= Window), now];
        Write(starts.TakeLast(Loop + 1));
        return starts.Length > Loop;
    }

    /// <summary>The service ends as it was told to, or has run long enough to be trusted.</summary>
    public void EndInOrder() => Write([]);

    private DateTimeOffset[] Read()
    {
        try
        {
            return File.Exists(_file) ? JsonSerializer.Deserialize<DateTimeOffset[]>(File.ReadAllBytes(_file)) ?? [] : [];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>A disk that refuses must not keep the kiosk from starting; its own faults are told elsewhere.</summary>
    private void Write(IEnumerable<DateTimeOffset> starts)
    {
        try
        {
            Directory.CreateDirectory(folder);
            AtomicFile.Write(_file, JsonSerializer.SerializeToUtf8Bytes(starts));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not counted then; systemd still limits how fast it restarts us.
        }
    }
}
