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
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="problems">Each names the file.</param>
    /// <returns>Null when the file cannot be used.</returns>
    public static ConfigurationFile? Read(string path, out IReadOnlyList<string> problems)
    {
        try
        {
            List<string> mistakes = [];
            JsonObject? json = ConfigurationJson.Read(File.ReadAllBytes(path), mistakes);
            problems = [.. mistakes.Select(mistake => $"{path}:{mistake}")];
            if (json is null)
            {
                return null;
            }

            IReadOnlyList<string> changes = ConfigurationMigrations.Migrate(json, out string newer);
            problems = newer.Length > 0 ? [$"{newer} ({path})"] : [];
            return newer.Length > 0 ? null : new ConfigurationFile(path, json, changes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems = [$"{path}: {e.Message}"];
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
