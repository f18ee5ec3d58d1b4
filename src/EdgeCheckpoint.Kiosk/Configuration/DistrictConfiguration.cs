using System.Text;
using System.Text.Json;
using EdgeCheckpoint.Kiosk.Operation;
using EdgeCheckpoint.Kiosk.Trust;

namespace EdgeCheckpoint.Kiosk.Configuration;

/// <summary>Keeps the district's changes as one file over the local ones, and only while the whole can be used.</summary>
internal sealed class DistrictConfiguration(ConfigurationSource source) : IConfigurationUpdate
{
    /// <summary>Who the kiosk is and how it is reached: a mistake there would cut the line that could mend it.</summary>
    private static readonly string[] LocalSections = ["site", "broker", "journal"];

    public IReadOnlyList<string> Put(JsonElement changes)
    {
        if (changes.ValueKind != JsonValueKind.Object)
        {
            return ["the changes must be an object { ... }, shaped like kiosk.json"];
        }

        if (changes.EnumerateObject().Select(static p => p.Name).Where(static n => LocalSections.Contains(n, StringComparer.OrdinalIgnoreCase)).ToArray() is { Length: > 0 } local)
        {
            return [.. local.Select(static name => $"{name}: is changed on the spot only")];
        }

        string file = ConfigurationFiles.DistrictFile(source.Path);
        string offered = file + ".offered";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            AtomicFile.Write(offered, Encoding.UTF8.GetBytes(changes.GetRawText()));
            IReadOnlyList<string> errors = ConfigurationFiles.ReadThese(source.Path, [.. ConfigurationFiles.Files(source.Path).Where(f => f != file), offered], source.Overrides, out _);
            if (errors.Count == 0)
            {
                File.Move(offered, file, overwrite: true);
            }

            return errors;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [$"the changes could not be stored: {e.Message}"];
        }
        finally
        {
            File.Delete(offered);
        }
    }
}
