using System.Text.Json;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Inputs;

/// <summary>A saved record, sent through the real machine again. The rules answer as they did then.</summary>
public sealed class InputReplay
{
    private readonly List<InputEntry> _entries = [];

    private InputReplay(InputHeader header) => Header = header;

    public InputHeader Header { get; }

    /// <returns>Null when the text is no record; the problem then says why and where.</returns>
    public static InputReplay? Read(TextReader text, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        JsonSerializerOptions json = InputJson.Options(null);
        InputReplay? replay = null;
        int number = 0;
        try
        {
            while (text.ReadLine() is { } line)
            {
                number++;
                if (replay is null)
                {
                    InputHeader? header = JsonSerializer.Deserialize<InputHeader>(line, json);
                    if (header is not { InputJournal: 1, Boot.Length: > 0 })
                    {
                        problem = $"line 1: this is no record of inputs, or one of a newer kind; a record begins with {{\"inputJournal\":1,...}}";
                        return null;
                    }

                    replay = new InputReplay(header);
                }
                else if (JsonSerializer.Deserialize<InputEntry>(line, json) is { Input: not null, Did: not null } entry)
                {
                    replay._entries.Add(entry);
                }
            }
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            problem = $"line {number}: {e.Message}";
            return null;
        }

        problem = replay is null ? "the file is empty" : "";
        return replay;
    }

    /// <summary>Every input of the record, with what was done then and what is done now.</summary>
    public IEnumerable<ReplayedInput> Run()
    {
        var rules = new RecordedRules(Header.Policy);
        var machine = new CheckpointMachine(Header.Lane with { GateReports = Header.GateReports }, rules, Header.Site, Header.Boot, new Pseudonym(new byte[32]));
        var effects = new List<MachineEffect>();
        var waiting = new Queue<(int Step, CheckpointEvent Data)>();
        for (int i = 0; i < _entries.Count; i++)
        {
            InputEntry entry = _entries[i];
            effects.Clear();
            rules.Say(entry.Rules ?? []);
            bool broke = false;
            try
            {
                machine.Step(Prepared(entry.Input, waiting), effects);
            }
#pragma warning disable CA1031 // Whatever breaks the machine is what the record is replayed for.
            catch (Exception)
#pragma warning restore CA1031
            {
                broke = true;
            }

            foreach (Append append in effects.OfType<Append>())
            {
                waiting.Enqueue((i, append.Data));
            }

            if (i >= Header.Prelude)
            {
                yield return new ReplayedInput(
                    entry.Input.At, InputJson.NameOf(entry.Input), Told(entry.Did, entry.Broke == true), Told([.. effects.Select(EffectWords.Of)], broke));
            }
        }
    }

    private static IReadOnlyList<string> Told(IReadOnlyList<string> did, bool broke) => broke ? ["the machine failed"] : did;

    /// <summary>Puts in what the record leaves out: the machine's own events, and the wiring that options do not say.</summary>
    private MachineInput Prepared(MachineInput input, Queue<(int Step, CheckpointEvent Data)> waiting)
    {
        switch (input)
        {
            case Journaled journaled:
                return waiting.TryDequeue(out (int Step, CheckpointEvent Data) own) ? journaled with { Data = own.Data } : journaled;
            case JournalFailed:
                // The rest of that step was dropped, so its other events were never tried.
                int step = waiting.TryPeek(out own) ? own.Step : -1;
                while (waiting.TryPeek(out own) && own.Step == step)
                {
                    waiting.Dequeue();
                }

                return input;
            case OptionsChanged changed:
                return changed with { Options = changed.Options with { GateReports = Header.GateReports } };
            default:
                return input;
        }
    }

    private sealed class RecordedRules(string version) : IPolicy
    {
        private readonly Queue<RulesAnswer> _answers = new();

        public string Version => version;

        public void Say(IReadOnlyList<RulesAnswer> answers)
        {
            _answers.Clear();
            foreach (RulesAnswer answer in answers)
            {
                _answers.Enqueue(answer);
            }
        }

        public PolicyDecision Evaluate(PolicyInput input) => _answers.TryDequeue(out RulesAnswer? answer)
            ? new PolicyDecision(answer.Verdict, answer.Reasons, answer.Rule)
            : new PolicyDecision(Verdict.Unable, ["not-asked-then"], null);
    }
}

/// <summary>One input, then and now.</summary>
/// <param name="Input">Kind of input, such as <c>code-presented</c>.</param>
/// <param name="Then">What the machine wanted done when it was recorded.</param>
/// <param name="Now">What it wants done now.</param>
public sealed record ReplayedInput(MonotonicInstant At, string Input, IReadOnlyList<string> Then, IReadOnlyList<string> Now)
{
    public bool Differs => !Then.SequenceEqual(Now);
}
