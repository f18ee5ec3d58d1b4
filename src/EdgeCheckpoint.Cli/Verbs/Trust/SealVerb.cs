using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using EdgeCheckpoint.Cli.Verbs.Pass;
using EdgeCheckpoint.Core.Lists;

namespace EdgeCheckpoint.Cli.Verbs.Trust;

/// <summary><c>checkpointctl trust seal ENTRIES --secret FILE --out FILE</c>: a watch-list that only the district's kiosks can open.</summary>
internal static class SealVerb
{
    private static readonly string[] Columns = ["format", "subject", "class", "from", "until"];

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static Command Create()
    {
        var entries = new Argument<string>("entries") { Description = "CSV with the columns format,subject,class,from,until; subject as codes carry it (issuer:subject for passes), in quotes where it holds commas or quotes; until may be empty." };
        var secret = new Option<string>("--secret") { Description = "The secret that district and kiosks share, base64; made if the file does not exist.", Required = true };
        var to = new Option<string>("--out") { Description = "The sealed list; sign it with 'trust sign watch-list --body'.", Required = true };
        var command = new Command("seal", "Encrypt a watch-list.") { entries, secret, to };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(entries), parsed.GetRequiredValue(secret), parsed.GetRequiredValue(to)));
        return command;
    }

    private static int Run(string entriesFile, string secretFile, string to)
    {
        try
        {
            var keys = new WatchListKeys(Secret(secretFile));
            List<WatchListEntry> entries = Entries(entriesFile, keys);
            File.WriteAllBytes(to, WatchListBody.Seal(entries, keys));
            Console.Out.WriteLine($"{to}: {entries.Count} entries, sealed");
            return ExitCode.Ok;
        }
        catch (InvalidDataException wrong)
        {
            return Output.Error($"{entriesFile}: {wrong.Message}", ExitCode.Config);
        }
        catch (FormatException)
        {
            return Output.Error($"{secretFile} holds no secret of {WatchListKeys.SecretBytes} bytes in base64.", ExitCode.Config);
        }
        catch (Exception io) when (io is IOException or UnauthorizedAccessException)
        {
            return Output.Error(io.Message, ExitCode.Io);
        }
    }

    private static byte[] Secret(string file)
    {
        if (!File.Exists(file))
        {
            byte[] made = RandomNumberGenerator.GetBytes(WatchListKeys.SecretBytes);
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using StreamWriter writer = new(file, options);
            writer.WriteLine(Convert.ToBase64String(made));
            return made;
        }

        byte[] secret = Convert.FromBase64String(File.ReadAllText(file).Trim());
        return secret.Length == WatchListKeys.SecretBytes ? secret : throw new FormatException();
    }

    /// <exception cref="InvalidDataException">The file has other columns, or a row is wrong.</exception>
    private static List<WatchListEntry> Entries(string file, WatchListKeys keys)
    {
        using StreamReader text = new(file);
        return [.. CsvFile.Read(text).Select(row => Columns.All(row.Fields.ContainsKey)
            ? Entry(row.Fields, string.Create(CultureInfo.InvariantCulture, $"line {row.Line}"), keys)
            : throw new InvalidDataException($"the first line must name the columns {string.Join(',', Columns)}."))];
    }

    /// <exception cref="InvalidDataException">The row is wrong.</exception>
    private static WatchListEntry Entry(Dictionary<string, string> row, string where, WatchListKeys keys)
    {
        string format = ListedName.Format(row["format"]);
        if (format.Length == 0 || row["class"].Length is 0 or > WatchListBody.MaxClassLength)
        {
            throw new InvalidDataException($"{where} must have a format, and a class of at most {WatchListBody.MaxClassLength} characters.");
        }

        if (!ListedName.IsSubject(format, row["subject"], out string fault)
            || !Instants.TryParse(row["from"], out DateTimeOffset from, out fault)
            || !Instants.TryParse(row["until"].Length > 0 ? row["until"] : null, out DateTimeOffset until, out fault))
        {
            throw new InvalidDataException($"{where}: {fault}");
        }

        return new WatchListEntry(keys.HashOf(format, row["subject"]).ToString(), row["class"], from, row["until"].Length > 0 ? until : null);
    }
}
