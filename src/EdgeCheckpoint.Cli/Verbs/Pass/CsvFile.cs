using System.Text;

namespace EdgeCheckpoint.Cli.Verbs.Pass;

/// <summary>Rows of a CSV file with a header, RFC 4180; fields may stand in quotes.</summary>
internal static class CsvFile
{
    public const int MaxRows = 1_000_000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc cref="Read(TextReader)"/>
    public static List<(int Line, Dictionary<string, string> Fields)> Read(string file)
    {
        using StreamReader text = new(file, Utf8);
        return Read(text);
    }

    /// <returns>Every row by its header's names, with the line it begins at.</returns>
    /// <exception cref="InvalidDataException">
    /// A column stands twice, a row has another number of fields than the header, a quote is not closed, there are too many rows, or the text is no UTF-8.
    /// </exception>
    public static List<(int Line, Dictionary<string, string> Fields)> Read(TextReader text)
    {
        int line = 1;
        try
        {
            return Read(text, ref line);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException($"line {line}, or one soon after it, is not UTF-8; save the file as UTF-8, which spreadsheets offer as \"CSV UTF-8\".");
        }
    }

    private static List<(int Line, Dictionary<string, string> Fields)> Read(TextReader text, ref int line)
    {
        List<(int, Dictionary<string, string>)> rows = [];
        List<string> names = ReadRow(text, ref line) ?? throw new InvalidDataException("the file is empty; its first line must name the columns.");
        names = [.. names.Select(static n => n.Trim())];
        if (names.GroupBy(static n => n).FirstOrDefault(static n => n.Count() > 1) is { Key: var twice })
        {
            throw new InvalidDataException($"the column '{twice}' stands twice; keep one.");
        }

        for (int start = line; ReadRow(text, ref line) is { } row; start = line)
        {
            if (row is [""])
            {
                continue;
            }

            if (row.Count != names.Count)
            {
                throw new InvalidDataException($"line {start} has {row.Count} fields where the header has {names.Count}.");
            }

            if (rows.Count == MaxRows)
            {
                throw new InvalidDataException($"the file has more than {MaxRows} rows; split it.");
            }

            rows.Add((start, names.Zip(row).ToDictionary(static p => p.First, static p => p.Second.Trim())));
        }

        return rows;
    }

    /// <summary>Null at the end of the text.</summary>
    private static List<string>? ReadRow(TextReader text, ref int line)
    {
        if (text.Peek() < 0)
        {
            return null;
        }

        List<string> row = [];
        StringBuilder field = new();
        bool quoted = false;
        while (true)
        {
            int next = text.Read();
            line += next == '\n' ? 1 : 0;
            switch (next)
            {
                case < 0 when quoted:
                    throw new InvalidDataException("a quote is not closed at the end of the file.");
                case '"' when quoted && text.Peek() == '"':
                    text.Read();
                    field.Append('"');
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    row.Add(field.ToString());
                    field.Clear();
                    break;
                case '\r' when !quoted:
                    break;
                case < 0 or '\n' when !quoted:
                    row.Add(field.ToString());
                    return row;
                default:
                    field.Append((char)next);
                    break;
            }
        }
    }
}
