using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Kiosk.Trust;

namespace EdgeCheckpoint.Kiosk.Configuration;

/// <summary>One file of the configuration, in the present shape.</summary>
/// <param name="Changes">What had to be changed for that, in words.</param>
internal sealed record ConfigurationFile(string Path, JsonObject Json, IReadOnlyList<string> Changes)
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>Null when the file cannot be used; the problem then names it.</returns>
    public static ConfigurationFile? Read(string path, out string problem)
    {
        try
        {
            if (JsonNode.Parse(File.ReadAllBytes(path), documentOptions: Lenient) is not JsonObject json)
            {
                problem = $"{path}: must be an object {{ ... }}";
                return null;
            }

            IReadOnlyList<string> changes = ConfigurationMigrations.Migrate(json, out string newer);
            problem = newer.Length > 0 ? $"{newer} ({path})" : "";
            return newer.Length > 0 ? null : new ConfigurationFile(path, json, changes);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            problem = $"{path}: {e.Message}";
            return null;
        }
    }

    public Stream Content() => new MemoryStream(Encoding.UTF8.GetBytes(Json.ToJsonString()));

    /// <summary>Writes the present shape over the file, and keeps the file as it was beside it.</summary>
    /// <returns>Where the old one is.</returns>
    public string WriteMigrated()
    {
        string backup = $"{Path}.before-{ConfigurationMigrations.Current}";
        File.Copy(Path, backup, overwrite: false);
        AtomicFile.Write(Path, Encoding.UTF8.GetBytes(Json.ToJsonString(Indented) + "\n"));
        return backup;
    }
}
