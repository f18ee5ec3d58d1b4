using System.Globalization;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Simulation.Tests.Thermal;

/// <summary>How often a state was said rightly (precision), and said when it should have been (recall).</summary>
internal sealed class StateScore
{
    private readonly SortedDictionary<string, (int Said, int SaidRightly, int Were, int Found)> _states = new(StringComparer.Ordinal);
    private int _people;

    public int Frames { get; private set; }

    public double PeopleRight => (double)_people / Frames;

    public double StatesRight => (double)_states.Values.Sum(static s => s.SaidRightly) / Frames;

    public void Add(TruthRange truth, SubjectObservation observation)
    {
        string said = TruthRange.WordOf(observation);
        bool right = truth.States.Contains(said);
        Frames++;
        _people += observation.People == truth.People ? 1 : 0;
        Change(said, right ? (1, 1, 0, 0) : (1, 0, 0, 0));
        Change(truth.States[0], right ? (0, 0, 1, 1) : (0, 0, 1, 0));
    }

    public IEnumerable<string> Lines() =>
    [
        .. _states.Select(static s => string.Create(
            CultureInfo.InvariantCulture,
            $"{s.Key}: precision {Share(s.Value.SaidRightly, s.Value.Said)} of {s.Value.Said}, recall {Share(s.Value.Found, s.Value.Were)} of {s.Value.Were}")),
        string.Create(CultureInfo.InvariantCulture, $"people counted right: {PeopleRight:F3}, states right: {StatesRight:F3} of {Frames} frames"),
    ];

    public double Precision(string state) => _states.TryGetValue(state, out var s) && s.Said > 0 ? (double)s.SaidRightly / s.Said : 1;

    public double Recall(string state) => _states.TryGetValue(state, out var s) && s.Were > 0 ? (double)s.Found / s.Were : 1;

    private static string Share(int part, int whole) => whole == 0 ? "-" : ((double)part / whole).ToString("F2", CultureInfo.InvariantCulture);

    private void Change(string state, (int Said, int SaidRightly, int Were, int Found) by)
    {
        (int said, int saidRightly, int were, int found) = _states.GetValueOrDefault(state);
        _states[state] = (said + by.Said, saidRightly + by.SaidRightly, were + by.Were, found + by.Found);
    }
}
