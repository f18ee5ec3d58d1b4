using System.Globalization;
using System.Text;
using EdgeCheckpoint.Contract.Commands;
using EdgeCheckpoint.Contract.Kiosk;

namespace EdgeCheckpoint.Uplink.Commands;

/// <summary>Remembers every command until long after it expired, across restarts, so that none takes effect twice.</summary>
/// <remarks>
/// One line a command: nonce, expiry in Unix milliseconds, the body's digest, the answer in base64 or <c>-</c> while it is carried out.
/// A line begins with its break, so that one torn by a power cut spoils no other. One thread. Faults of the disk come as exceptions.
/// </remarks>
/// <param name="file">Created when absent.</param>
internal sealed class CommandMemory(string file)
{
    /// <summary>Above any lifetime and any clock correction in service; a kiosk with a worse clock refuses commands anyway.</summary>
    private static readonly TimeSpan Keep = TimeSpan.FromHours(1);

    private const int MostLines = 4096;

    private readonly Dictionary<string, (long Expires, string Digest, CommandResponse? Answer)> _known = [];
    private bool _loaded;
    private int _lines;

    public bool TryRecall(string nonce, out string digest, out CommandResponse? answer)
    {
        Load();
        bool known = _known.TryGetValue(nonce, out var entry);
        (digest, answer) = (entry.Digest ?? "", entry.Answer);
        return known;
    }

    /// <summary>Notes that a command is about to be carried out; on the disk when it returns. What cannot be noted must not be carried out.</summary>
    public void Begin(Command command, string digest)
    {
        Load();
        Note(command, digest, null);
        _known[command.Nonce] = (Expiry(command), digest, null);
    }

    /// <summary>Notes what became of it; known to this run in any case.</summary>
    public void Complete(Command command, string digest, CommandResponse answer)
    {
        _known[command.Nonce] = (Expiry(command), digest, answer);
        Note(command, digest, answer);
    }

    private void Note(Command command, string digest, CommandResponse? answer)
    {
        if (_lines++ > MostLines)
        {
            Compact(command.Issued);
        }

        Append(Line(command.Nonce, Expiry(command), digest, answer), FileMode.Append, file);
    }

    private static long Expiry(Command command) => command.Expires.ToUnixTimeMilliseconds();

    private void Load()
    {
        if (_loaded)
        {
            return;
        }

        _lines = 0;
        foreach (string line in File.Exists(file) ? File.ReadLines(file) : [])
        {
            string[] parts = line.Split(' ');
            if (parts.Length == 4 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long expires))
            {
                byte[] json = new byte[parts[3].Length];
                CommandResponse? answer = Convert.TryFromBase64String(parts[3], json, out int length) ? KioskJson.DecodeResponse(json.AsSpan(0, length)) : null;
                _known[parts[0]] = (expires, parts[2], answer);
            }

            _lines++;
        }

        // Only now: a memory that could not be read is not an empty one.
        _loaded = true;
    }

    private void Compact(DateTimeOffset now)
    {
        long oldest = now.Subtract(Keep).ToUnixTimeMilliseconds();
        foreach (string nonce in _known.Where(k => k.Value.Expires < oldest).Select(static k => k.Key).ToList())
        {
            _known.Remove(nonce);
        }

        string text = string.Concat(_known.Select(static k => Line(k.Key, k.Value.Expires, k.Value.Digest, k.Value.Answer)));
        Append(text, FileMode.Create, file + ".new");
        File.Move(file + ".new", file, overwrite: true);
        _lines = _known.Count;
    }

    private static string Line(string nonce, long expires, string digest, CommandResponse? answer) =>
        string.Create(CultureInfo.InvariantCulture, $"\n{nonce} {expires} {digest} {(answer is null ? "-" : Convert.ToBase64String(KioskJson.Encode(answer)))}");

    private static void Append(string text, FileMode mode, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var stream = new FileStream(path, mode, FileAccess.Write, FileShare.Read);
        stream.Write(Encoding.UTF8.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }
}
