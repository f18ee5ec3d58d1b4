using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Inputs;

/// <summary>
/// The last minutes of what the machine learned and wanted done, in memory, bounded by time and bytes. Written down reduced at once, so that
/// nothing personal waits in memory either. It begins where nobody was being served, so that a replay starts from the same state.
/// </summary>
/// <remarks>The loop's thread records; any thread may save.</remarks>
public sealed class InputJournal
{
    /// <summary>The record goes in this many parts, the oldest at once.</summary>
    private const int Parts = 10;

    private readonly TimeSpan _window;
    private readonly long _mostBytes;
    private readonly JsonSerializerOptions _json = InputJson.Options(new Pseudonym(RandomNumberGenerator.GetBytes(32)));
    private readonly Lock _turn = new();
    private readonly Queue<Chapter> _chapters = new();
    private readonly List<MachineInput> _lasting = [];
    private readonly List<RulesAnswer> _answers = [];
    private Chapter _chapter = new([], 0, torn: false);
    private MachineInput? _taken;
    private long _closedBytes;

    public InputJournal(InputJournalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_window, _mostBytes) = (TimeSpan.FromMinutes(options.Minutes), options.Kibibytes * 1024L);
    }

    /// <summary>Bytes in memory.</summary>
    public long Bytes
    {
        get
        {
            lock (_turn)
            {
                return _closedBytes + _chapter.Bytes;
            }
        }
    }

    /// <summary>The machine is about to take an input.</summary>
    public void Taken(MachineInput input)
    {
        if (_taken is { } broke)
        {
            Add(new InputEntry(broke, [], Answers(), Broke: true), MachineState.Encounter);
        }

        _taken = input;
    }

    /// <summary>The rules were asked while the machine took it.</summary>
    public void Answered(PolicyDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        _answers.Add(new RulesAnswer(decision.Verdict, decision.Reasons, decision.Rule));
    }

    /// <summary>The machine took it, wants that done, and stands there now.</summary>
    public void Did(IReadOnlyList<MachineEffect> effects, MachineState state)
    {
        if (_taken is { } input)
        {
            Add(new InputEntry(input, [.. effects.Select(EffectWords.Of)], Answers()), state);
        }
    }

    /// <summary>Writes the whole record as JSON, one value a line.</summary>
    /// <param name="header">Its prelude and torn are filled in here.</param>
    public void Save(Stream stream, InputHeader header)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[][] parts;
        Chapter first;
        lock (_turn)
        {
            first = _chapters.TryPeek(out Chapter? oldest) ? oldest : _chapter;
            parts = [.. _chapters.Select(static c => c.Lines()), _chapter.Lines()];
        }

        stream.Write(Line(header with { Prelude = first.Prelude.Count, Torn = first.Torn }));
        foreach (byte[] part in (IEnumerable<byte[]>)[.. first.Prelude, .. parts])
        {
            stream.Write(part);
        }
    }

    private RulesAnswer[]? Answers()
    {
        RulesAnswer[]? answers = _answers.Count == 0 ? null : [.. _answers];
        _answers.Clear();
        return answers;
    }

    private void Add(InputEntry entry, MachineState state)
    {
        _taken = null;
        byte[] line = Line(entry);
        MonotonicInstant at = entry.Input.At;
        Remember(entry.Input);
        lock (_turn)
        {
            _chapter.Add(line, at);
            bool rests = state is MachineState.Idle or MachineState.Maintenance;
            if (rests && _chapter.Age >= _window / Parts)
            {
                Begin(torn: false);
            }
            else if (_chapter.Bytes >= _mostBytes / 2)
            {
                Begin(torn: !rests);
            }

            while (_chapters.TryPeek(out Chapter? oldest) && (at - oldest.Until > _window || _closedBytes + _chapter.Bytes > _mostBytes))
            {
                _closedBytes -= _chapters.Dequeue().Bytes;
            }
        }
    }

    private void Begin(bool torn)
    {
        _chapter.Close();
        _chapters.Enqueue(_chapter);
        _closedBytes += _chapter.Bytes;
        _chapter = new Chapter([.. _lasting.Select(input => Line(new InputEntry(input, [])))], _chapter.Bytes, torn);
    }

    /// <summary>
    /// Inputs whose effect outlasts the person who caused them; of each kind, each device and each contact, the last counts,
    /// and of pictures that say the same of a place without people the first, because it matters since when.
    /// </summary>
    private void Remember(MachineInput input)
    {
        if (input is Observed seen && _lasting.OfType<Observed>().Any(known => SayTheSame(known.Observation, seen.Observation)))
        {
            return;
        }

        if (input is not (Ticked or Observed or PresenceChanged or DeviceChanged or ContactChanged or ModeSet or EmergencyChanged or OptionsChanged))
        {
            return;
        }

        _lasting.RemoveAll(known => KeyOf(known) == KeyOf(input));
        _lasting.Add(input);
    }

    private static bool SayTheSame(SubjectObservation a, SubjectObservation b) =>
        a.People == 0 && b.People == 0 && a.State == b.State && a.Reasons.SequenceEqual(b.Reasons);

    private static (Type Kind, KioskDevice? Device, string? Contact) KeyOf(MachineInput input) =>
        (input.GetType(), (input as DeviceChanged)?.Device, (input as ContactChanged)?.Code);

    private byte[] Line<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, _json), (byte)'\n'];

    /// <summary>A stretch of the record that can be dropped as a whole.</summary>
    private sealed class Chapter(IReadOnlyList<byte[]> prelude, long expectedBytes, bool torn)
    {
        private ArrayBufferWriter<byte> _lines = new(Math.Max(1024, (int)expectedBytes));
        private byte[]? _closed;
        private MonotonicInstant? _from;

        public IReadOnlyList<byte[]> Prelude { get; } = prelude;

        public bool Torn { get; } = torn;

        public MonotonicInstant Until { get; private set; }

        public TimeSpan Age => _from is { } from ? Until - from : TimeSpan.Zero;

        public long Bytes => Prelude.Sum(static p => (long)p.Length) + (_closed?.Length ?? _lines.WrittenCount);

        public void Add(byte[] line, MonotonicInstant at)
        {
            _lines.Write(line);
            _from ??= at;
            Until = at;
        }

        public void Close() => (_closed, _lines) = (Lines(), new ArrayBufferWriter<byte>());

        public byte[] Lines() => _closed ?? _lines.WrittenSpan.ToArray();
    }
}
