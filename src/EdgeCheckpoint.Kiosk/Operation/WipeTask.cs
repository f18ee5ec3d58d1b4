using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Uplink.Outbox;

namespace EdgeCheckpoint.Kiosk.Operation;

/// <summary>Erases everything about people from a kiosk that is stopped, and says what was erased and what remains.</summary>
/// <param name="json">One JSON value a line instead of sentences, and no question.</param>
internal sealed class WipeTask(KioskOptions options, TextReader input, TextWriter output, bool json)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly PersonalFiles _files = new(options);

    /// <param name="yes">Do not ask.</param>
    /// <param name="forceUndelivered">Erase also events that the district does not have.</param>
    /// <returns>0 when nothing about people remains; 1 otherwise.</returns>
    public int Run(bool yes, bool forceUndelivered)
    {
        using IDisposable? own = new JournalFolder(options.Journal.Folder).TryOwn();
        if (own is null)
        {
            return Refuse("the kiosk is running; stop it first: systemctl stop edge-checkpoint");
        }

        if (!forceUndelivered && Undelivered() is { Length: > 0 } waiting)
        {
            return Refuse($"{waiting}; let the kiosk deliver them, export them with 'checkpointctl outbox export', or say --force-undelivered to lose them");
        }

        IReadOnlyList<string> files = _files.Present();
        if (!yes && json)
        {
            return Refuse("a program is not asked; say --yes");
        }

        Tell(
            $"{files.Count} files about people will be erased from {string.Join(", ", _files.Folders)}.",
            new JsonObject { ["toErase"] = files.Count, ["folders"] = new JsonArray([.. _files.Folders.Select(static f => (JsonNode)f)]) });
        if (!yes && !Agreed())
        {
            return Refuse("nothing was erased");
        }

        foreach (string file in files)
        {
            long bytes = new FileInfo(file).Length;
            File.Delete(file);
            Tell($"erased   {file} ({bytes} bytes)", new JsonObject { ["erased"] = file, ["bytes"] = bytes });
        }

        RenewSecret();
        return Account();
    }

    private bool Agreed()
    {
        output.Write($"Type the name of the device, {options.Site.Device}, to go on: ");
        return input.ReadLine()?.Trim() == options.Site.Device;
    }

    /// <summary>Empty when the district has everything; else what it does not have.</summary>
    private string Undelivered()
    {
        if (!Directory.EnumerateFiles(options.Journal.Folder, "journal-*.db").Any())
        {
            return "";
        }

        if (!OutboxInspector.TryOpen(options.Journal.Folder, [], out OutboxInspector? journal, out string problem))
        {
            return $"nobody can tell which events the district has: {problem}";
        }

        using (journal)
        {
            long waiting = journal!.Epochs.Sum(static e => e.Waiting);
            return waiting > 0 ? $"the district does not have {waiting} events yet"
                : journal.Older.Count > 0 ? $"nobody can tell which events of {string.Join(", ", journal.Older)} the district has"
                : "";
        }
    }

    /// <summary>What the medium may still hold of deleted files was sealed with the old secret; nobody has that any more.</summary>
    private void RenewSecret()
    {
        if (options.Journal.SecretFile.Length == 0)
        {
            return;
        }

        try
        {
            byte[] secret = System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
            using (var file = new FileStream(options.Journal.SecretFile, FileMode.Open, FileAccess.Write))
            {
                file.Write(secret);
                file.SetLength(secret.Length);
                file.Flush(flushToDisk: true);
            }

            Tell(
                $"renewed  {options.Journal.SecretFile}: what the old journal sealed cannot be opened any more",
                new JsonObject { ["renewed"] = options.Journal.SecretFile });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell($"NOT RENEWED {options.Journal.SecretFile}: {e.Message}", new JsonObject { ["notRenewed"] = options.Journal.SecretFile, ["why"] = e.Message });
        }
    }

    private int Account()
    {
        int unknown = 0;
        foreach (string file in _files.All())
        {
            string? why = _files.WhyKept(file);
            unknown += why is null ? 1 : 0;
            Tell(
                why is null ? $"REMAINS  {file}: not known to this software; look at it" : $"remains  {file}: {why}",
                new JsonObject { ["remains"] = file, ["why"] = why });
        }

        bool wasSealed = options.Journal.SecretFile.Length > 0;
        Tell(
            unknown == 0 ? "Nothing about people remains in the kiosk's files." : $"{unknown} files remain that this software knows nothing of.",
            new JsonObject { ["wiped"] = unknown == 0, ["unknown"] = unknown, ["journalWasSealed"] = wasSealed });
        if (!wasSealed && !json)
        {
            output.WriteLine("The journal was not sealed (journal:secretFile), so a flash medium may still hold readable parts of deleted files; destroy it, or erase it as a whole.");
        }

        return unknown == 0 ? 0 : 1;
    }

    private int Refuse(string why)
    {
        Tell($"Not wiped: {why}.", new JsonObject { ["wiped"] = false, ["why"] = why });
        return 1;
    }

    private void Tell(string sentence, JsonObject line) => output.WriteLine(json ? line.ToJsonString(Relaxed) : sentence);
}
