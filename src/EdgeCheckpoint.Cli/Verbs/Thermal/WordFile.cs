using System.Globalization;

namespace EdgeCheckpoint.Cli.Verbs.Thermal;

/// <summary>A text file of 16-bit words, decimal, separated by commas or white space.</summary>
internal static class WordFile
{
    private static readonly char[] Separators = [',', ' ', '\t', '\r', '\n'];

    /// <returns>Null, or the sentence that says what is wrong with the file.</returns>
    public static string? TryRead(string path, int count, out ushort[] words)
    {
        words = new ushort[count];
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{path}: {e.Message}";
        }

        string[] parts = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != count)
        {
            return $"{path}: has {parts.Length} words, not {count}.";
        }

        for (int i = 0; i < count; i++)
        {
            if (!ushort.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out words[i]))
            {
                return $"{path}: word {i + 1} is '{parts[i]}', not a number from 0 to 65535.";
            }
        }

        return null;
    }
}
