using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Hardware.Thermal;

/// <summary>The calibrations of one sensor, a line of JSON each, the last one in force.</summary>
public static class CalibrationFile
{
    /// <summary>A file larger than this is none of ours.</summary>
    private const int BytesAtMost = 1 << 20;

    /// <param name="problem">Null, or the sentence that says why there are none.</param>
    /// <returns>All calibrations, oldest first; empty when <paramref name="problem"/> is set.</returns>
    public static IReadOnlyList<CalibrationRecord> Read(string path, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            if (Directory.Exists(path))
            {
                problem = $"{path} is a folder";
                return [];
            }

            if (new FileInfo(path).Length > BytesAtMost)
            {
                problem = $"{path} is larger than {BytesAtMost} bytes";
                return [];
            }

            CalibrationRecord[] records = [.. File.ReadLines(path)
                .Where(static line => line.Length > 0)
                .Select(static line => JsonSerializer.Deserialize(line, CalibrationJson.Default.CalibrationRecord) ?? throw new JsonException("a line holds no calibration"))];
            problem = records.Length == 0 ? $"{path} holds no calibration" : null;
            return records;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            problem = $"{path}: {e.Message}";
            return [];
        }
    }

    /// <summary>Adds a calibration; whoever reads meanwhile, or after a power cut, finds the old file or the new one.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Append(string path, CalibrationRecord record)
    {
        string old = File.Exists(path) ? File.ReadAllText(path) : "";
        string temporary = $"{path}.new";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            using (var writer = new StreamWriter(stream, leaveOpen: true))
            {
                writer.Write(old.Length == 0 || old.EndsWith('\n') ? old : $"{old}\n");
                writer.Write(JsonSerializer.Serialize(record, CalibrationJson.Default.CalibrationRecord));
                writer.Write('\n');
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}

[JsonSerializable(typeof(CalibrationRecord))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true, IgnoreReadOnlyProperties = true)]
internal sealed partial class CalibrationJson : JsonSerializerContext;
