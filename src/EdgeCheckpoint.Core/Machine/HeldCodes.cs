using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>Codes that are before the readers since they were taken. Readers repeat a code that lies there, whoever stands before it.</summary>
internal sealed class HeldCodes
{
    /// <summary>More than find room before a camera.</summary>
    private const int Most = 8;

    private readonly List<Held> _codes = [];
    private int _turn;

    /// <summary>What is known of a code that is shown now. One that nobody showed for <paramref name="awaySeconds"/> was away, and is new again.</summary>
    public CodeStanding See(CodePresented shown, double awaySeconds)
    {
        _codes.RemoveAll(held => (shown.At - held.At).TotalSeconds > awaySeconds);
        int index = _codes.FindIndex(held => held.Face == FaceOf(shown.Credential));
        if (index < 0)
        {
            return CodeStanding.New;
        }

        _codes[index] = _codes[index] with { At = shown.At };
        return _codes[index].Standing;
    }

    /// <summary>Somebody is served with it.</summary>
    public void Take(CodePresented shown)
    {
        CodeFace face = FaceOf(shown.Credential);
        _codes.RemoveAll(held => held.Face == face);
        if (_codes.Count == Most)
        {
            _codes.RemoveAt(0);
        }

        _codes.Add(new Held(face, shown.At, CodeStanding.Taken, _turn));
    }

    /// <summary>Whoever comes now is served anew.</summary>
    public void BeginTurn() => _turn++;

    /// <summary>Whoever is served now was served for nothing, and may show the same codes once more: they count as if they had been away.</summary>
    public void TakeBackTurn() => _codes.RemoveAll(held => held.Turn == _turn);

    /// <summary>Whoever was served with them is done: until they were away, they count for nobody.</summary>
    /// <param name="refused">Whether they were not let through.</param>
    public void EndTurn(bool refused)
    {
        for (int i = 0; i < _codes.Count; i++)
        {
            if (_codes[i].Standing == CodeStanding.Taken)
            {
                _codes[i] = _codes[i] with { Standing = refused ? CodeStanding.Refused : CodeStanding.HadTurn };
            }
        }
    }

    private static CodeFace FaceOf(CredentialResult code) => new(code.Format, code.Kind, code.Status, code.Bearer);

    /// <summary>What a record of inputs keeps of a code, so that a replay sees the same one held.</summary>
    private readonly record struct CodeFace(string Format, string? Kind, CredentialStatus Status, string? Bearer);

    private readonly record struct Held(CodeFace Face, MonotonicInstant At, CodeStanding Standing, int Turn);
}

/// <summary>What is known of a code when it is shown.</summary>
internal enum CodeStanding
{
    /// <summary>It was away.</summary>
    New,

    /// <summary>It was taken and never away since, and nobody is done with it.</summary>
    Taken,

    /// <summary>It was taken, somebody is done with it, and it was never away since.</summary>
    HadTurn,

    /// <summary>It had its turn, and whose it is was not let through.</summary>
    Refused,
}
