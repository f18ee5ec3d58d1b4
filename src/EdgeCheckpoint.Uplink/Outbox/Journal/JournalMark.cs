using System.Globalization;
using System.Text;

namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>A note beside the journal that says how far it was: by it a journal is known that was deleted, emptied, cut off at its end or set back. Used under the commit lock.</summary>
/// <remarks>
/// A line for each epoch that is in use, has events waiting, or was not brought over yet: <c>ordinal name acked last</c>; then the stamp of all of them.
/// Written now and then, after what it speaks of is durable, and not synced itself: it may lag behind the journal but is never ahead of it.
/// </remarks>
internal sealed class JournalMark(IJournalFolder folder, HashChain chain)
{
    public const string Name = "journal-mark";

    /// <summary>One sector: it is written as a whole or not at all.</summary>
    private const int Bytes = 512;

    private IReadOnlyList<EpochState> _noted = [];
    private string _text = "";

    /// <summary>As last read or written, oldest first; only <see cref="EpochState.Last"/> and <see cref="EpochState.Acked"/> mean something.</summary>
    public IReadOnlyList<EpochState> Epochs { get; private set; } = [];

    /// <summary>False when the note is not there, or was not written by this device with this secret.</summary>
    public bool Fits { get; private set; }

    public void Load()
    {
        string[] lines = Read().TrimEnd().Split('\n');
        string text = string.Join('\n', lines.SkipLast(1));
        List<EpochState> epochs = [];
        Fits = lines.Length > 1 && lines[^1] == Stamp(text) && lines.SkipLast(1).All(line => TryParse(line, epochs));
        _text = Fits ? text : "";
        Epochs = Fits ? epochs : [];
    }

    /// <summary>Notes how far the journal is. What only the note knows stays in it.</summary>
    /// <param name="states">All epochs of the journal that can be read.</param>
    public void Note(IReadOnlyList<EpochState> states)
    {
        if (ReferenceEquals(states, _noted))
        {
            return;
        }

        _noted = states;
        List<EpochState> all =
        [
            .. Epochs.Where(old => states.All(s => s.Ordinal != old.Ordinal)),
            .. states.Where((s, i) => s.Waiting > 0 || i == states.Count - 1),
        ];
        string text = Text(all);
        while (Encoding.UTF8.GetByteCount(text) + 1 + (2 * HashChain.LinkBytes) > Bytes)
        {
            // More old epochs than there is room for: the newest are told.
            all.RemoveAt(0);
            text = Text(all);
        }

        if (text == _text)
        {
            return;
        }

        try
        {
            folder.Write(Name, Encoding.UTF8.GetBytes($"{text}\n{Stamp(text)}".PadRight(Bytes)));
            (_text, Epochs, Fits) = (text, all, true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The journal is what counts; the next note may succeed.
            _noted = [];
        }
    }

    private string Read()
    {
        try
        {
            byte[] bytes = new byte[Bytes];
            using Stream stream = folder.Exists(Name) ? folder.OpenRead(Name) : Stream.Null;
            return Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, Bytes, throwOnEndOfStream: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As good as none.
            return "";
        }
    }

    private static string Text(List<EpochState> epochs) =>
        string.Join('\n', epochs.Select(static e => string.Create(CultureInfo.InvariantCulture, $"{e.Ordinal} {e.Epoch} {e.Acked} {e.Last}")));

    private static bool TryParse(string line, List<EpochState> epochs)
    {
        if (line.Split(' ') is not [var ordinal, var name, var acked, var last]
            || !TryNumber(ordinal, out int at) || !TryNumber(acked, out long district) || !TryNumber(last, out long end))
        {
            return false;
        }

        epochs.Add(new EpochState(at, name, district, end, 0));
        return true;
    }

    private static bool TryNumber<T>(string text, out T number)
        where T : struct, IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out number);

    private string Stamp(string text) => Convert.ToHexStringLower(chain.Stamp("mark;" + text));
}
