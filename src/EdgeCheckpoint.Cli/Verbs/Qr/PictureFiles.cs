using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeCheckpoint.Cli.Verbs.Qr;

/// <summary>Turns what a user names into picture files: files as they are, folders searched, manifests (<c>.jsonl</c> with a <c>file</c> a line) read.</summary>
internal static class PictureFiles
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".pgm"];

    /// <returns>At least one.</returns>
    /// <exception cref="IOException">A file or folder is absent or unreadable, or no picture is in it.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be read.</exception>
    /// <exception cref="InvalidDataException">A manifest is damaged.</exception>
    public static List<string> Expand(IReadOnlyList<string> paths)
    {
        var files = new List<string>();
        foreach (string path in paths)
        {
            if (Directory.Exists(path))
            {
                files.AddRange(Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                    .Where(static f => Extensions.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))
                    .Order(StringComparer.Ordinal));
            }
            else if (Path.GetExtension(path).Equals(".jsonl", StringComparison.OrdinalIgnoreCase))
            {
                files.AddRange(File.ReadLines(path).Where(static l => l.Length > 0).Select((line, index) => Listed(path, line, index + 1)));
            }
            else
            {
                files.Add(File.Exists(path) ? path : throw new FileNotFoundException($"There is no file or folder '{path}'."));
            }
        }

        return files.Count > 0 ? files : throw new FileNotFoundException($"There is no picture ({string.Join(", ", Extensions)}) in {string.Join(", ", paths)}.");
    }

    private static string Listed(string manifest, string line, int number)
    {
        try
        {
            string? file = JsonNode.Parse(line)?["file"]?.GetValue<string>();
            return Path.Combine(Path.GetDirectoryName(manifest) ?? "", file ?? throw new InvalidDataException($"{manifest}:{number} has no 'file'."));
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{manifest}:{number} is not a JSON object with a 'file': {damaged.Message}");
        }
    }
}
