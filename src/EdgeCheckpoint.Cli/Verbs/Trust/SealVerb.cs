using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using EdgeCheckpoint.Cli.Verbs.Pass;
using EdgeCheckpoint.Core.Lists;

namespace EdgeCheckpoint.Cli.Verbs.Trust;

/// <summary><c>checkpointctl trust seal ENTRIES --secret FILE --out FILE</c>: a watch-list that only the district's kiosks can open.</summary>
internal static class SealVerb
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static Command Create()
    {
        var entries = new Argument<string>("entries") { Description = "CSV with the columns format,subject,class,from,until; subject as codes carry it (issuer:subject for passes), until may be empty." };
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
            WatchListEntry[] entries = [.. File.ReadLines(entriesFile).Skip(1).Where(static l => l.Length > 0).Select((line, i) => Entry(line, i + 2, keys))];
            File.WriteAllBytes(to, WatchListBody.Seal(entries, keys));
            Console.Out.WriteLine($"{to}: {entries.Length} entries, sealed");
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

    /// <exception cref="InvalidDataException">The line is not of that form.</exception>
    private static WatchListEntry Entry(string line, int number, WatchListKeys keys)
    {
        string[] cells = line.Split(',');
        string where = string.Create(CultureInfo.InvariantCulture, $"line {number}");
        if (cells.Length != 5 || cells[0].Length == 0 || cells[1].Length == 0 || cells[2].Length is 0 or > 64)
        {
            throw new InvalidDataException($"{where} must be format,subject,class,from,until.");
        }

        if (!Instants.TryParse(cells[3], out DateTimeOffset from, out string fault))
        {
            throw new InvalidDataException($"{where}: {fault}");
        }

        DateTimeOffset? until = null;
        if (cells[4].Length > 0)
        {
            if (!Instants.TryParse(cells[4], out DateTimeOffset end, out fault))
            {
                throw new InvalidDataException($"{where}: {fault}");
            }

            until = end;
        }

        return new WatchListEntry(keys.HashOf(cells[0], cells[1]).ToString(), cells[2], from, until);
    }
}
