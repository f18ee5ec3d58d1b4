using System.Text;
using System.Text.Json;

namespace EdgeCheckpoint.Cli.Verbs.Qr;

/// <summary>One line of a manifest.</summary>
/// <param name="File">Path of the picture.</param>
/// <param name="Set">Set and category.</param>
/// <param name="Kind"><c>positive</c>: a text is known; <c>negative</c>: nothing may be read; anything else is read and not judged.</param>
/// <param name="Texts">Accepted texts, normalised.</param>
internal sealed record BenchPicture(string File, string Set, string Kind, IReadOnlyList<string> Texts)
{
    public bool IsMicro => Set.Contains("microqr", StringComparison.Ordinal);

    /// <exception cref="InvalidDataException">A line is no JSON object of the expected shape, or there is none.</exception>
    public static List<BenchPicture> Read(string manifest)
    {
        string folder = Path.GetDirectoryName(manifest) ?? "";
        var pictures = new List<BenchPicture>();
        foreach (string line in System.IO.File.ReadLines(manifest).Where(static l => l.Length > 0))
        {
            try
            {
                using JsonDocument json = JsonDocument.Parse(line);
                JsonElement root = json.RootElement;
                pictures.Add(new BenchPicture(
                    Path.Combine(folder, Text(root.GetProperty("file"))),
                    $"{root.GetProperty("set").GetString()}/{root.GetProperty("category").GetString()}",
                    Text(root.GetProperty("kind")),
                    [.. root.GetProperty("texts").EnumerateArray().Select(static t => Normalise(Text(t)))]));
            }
            catch (Exception damaged) when (damaged is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new InvalidDataException($"{manifest}: line {pictures.Count + 1} is no picture with file, set, category, kind and texts: {damaged.Message}");
            }
        }

        return pictures.Count > 0 ? pictures : throw new InvalidDataException($"{manifest} lists no picture.");
    }

    private static string Text(JsonElement value) => value.GetString() ?? throw new InvalidOperationException("a text is null");

    /// <summary>Unicode NFC, line ends as LF, outer line ends, NULs and blanks trimmed.</summary>
    public static string Normalise(string text) =>
        text.Normalize(NormalizationForm.FormC).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Trim('\n', '\0', ' ');
}
