using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeCheckpoint.Kiosk.Operator;

/// <summary>A referred person who waits for a recheck: only the scan's number and when; nothing personal.</summary>
/// <param name="Scan">Sequence of the scan.</param>
/// <param name="At">When it was.</param>
/// <param name="Reasons">Reason codes.</param>
internal sealed record ReferredScan(long Scan, DateTimeOffset At, IReadOnlyList<string> Reasons);

/// <summary>What the post's operators wrote, as it stands.</summary>
internal sealed record OperatorState
{
    /// <summary>Operator of the shift; empty between shifts.</summary>
    public string Shift { get; init; } = "";

    public DateTimeOffset? ShiftSince { get; init; }

    /// <summary>Quantity by item.</summary>
    public IReadOnlyDictionary<string, int> Supplies { get; init; } = new Dictionary<string, int>();

    /// <summary>Items of the checklist that were there at the last look.</summary>
    public IReadOnlyList<string> Present { get; init; } = [];

    public DateTimeOffset? CheckedAt { get; init; }

    public DateTimeOffset? CalibratedAt { get; init; }

    /// <summary>Whether the reminder of the calibration has been raised and not cleared yet.</summary>
    public bool CalibrationReminded { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<ReferredScan> Referred { get; init; } = [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(OperatorState))]
internal sealed partial class OperatorJsonContext : JsonSerializerContext;

/// <summary>Keeps the state in one file, replaced as a whole.</summary>
internal sealed class OperatorStore(string path)
{
    /// <summary>The state as last saved; a fresh one where there is none. A file that is damaged or cannot be read is set aside, not overwritten.</summary>
    /// <param name="problem">What became of such a file; empty when all is well.</param>
    internal OperatorState Load(out string problem)
    {
        problem = "";
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), OperatorJsonContext.Default.OperatorState) ?? new() : new();
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            problem = $"{path} cannot be used ({e.Message}); shift, ledger and checklist begin anew. {SetAside()}";
            return new();
        }
    }

    private string SetAside()
    {
        string aside = path + ".damaged";
        try
        {
            File.Move(path, aside, overwrite: true);
            return $"The old file is {aside}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The old file stays: {e.Message}";
        }
    }

    /// <summary>False when the disk refuses; the journal has the event all the same.</summary>
    internal bool TrySave(OperatorState state)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (FileStream file = new(path + ".new", FileMode.Create, FileAccess.Write))
            {
                JsonSerializer.Serialize(file, state, OperatorJsonContext.Default.OperatorState);
                file.Flush(flushToDisk: true);
            }

            File.Move(path + ".new", path, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
