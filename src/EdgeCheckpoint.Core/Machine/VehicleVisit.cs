using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>One vehicle at the lane. What is known of it and its people lives and dies with it, so none of it can serve another.</summary>
internal sealed class VehicleVisit(MonotonicInstant startedAt)
{
    /// <summary>More than a coach holds.</summary>
    public const int MostPeople = 60;

    private readonly List<Encounter> _seen = [];
    private int _elevatedAside;
    private bool _begunAside;

    /// <summary>People who are done, each with an own reading and an own code as far as the mode asks for them.</summary>
    public IReadOnlyList<Encounter> Seen => _seen;

    /// <summary>When it came, or when the last of its people was done.</summary>
    public MonotonicInstant ProgressAt { get; private set; } = startedAt;

    /// <summary>How many people are in it; null while nobody said.</summary>
    public int? Told { get; set; }

    /// <summary>Its plate as typed or read.</summary>
    public string? TypedPlate { get; set; }

    /// <summary>The freight pass shown last.</summary>
    public CredentialResult? Pass { get; set; }

    /// <summary>Whether the view must be empty for a moment before the next person begins, so that nobody is taken twice.</summary>
    public bool NeedsRoom { get; set; }

    /// <summary>What was typed or read stands over the pass; where both are the same plate, it is written as the pass has it.</summary>
    public string? Plate =>
        TypedPlate is null ? PlateOnPass
        : PlateOnPass is { } pass && NumberPlate.TryRead(pass, out string? read) && read == TypedPlate ? pass
        : TypedPlate;

    private int Elevated => _seen.Count(static s => s.Reading?.Class == TemperatureClass.Elevated) + _elevatedAside;

    private string? PlateOnPass => Pass is { IsValid: true } pass ? Claim(pass, "plate") : null;

    public bool IsUntouched => _seen.Count == 0 && Told is null && TypedPlate is null && Pass is null;

    public bool IsComplete(MachineOptions options) =>
        Told is { } told && _seen.Count >= told && _seen.Count > 0 && (!options.AskPlate || Plate is not null);

    /// <summary>Whether somebody in it has shown this person's code already.</summary>
    public bool HasShown(CredentialResult credential) => _seen.Any(person => person.HasShown(credential));

    /// <summary>One person is done.</summary>
    public void Add(Encounter person, MonotonicInstant at)
    {
        _seen.Add(person);
        ProgressAt = at;
        NeedsRoom = true;
    }

    /// <summary>Somebody went before being done; an elevated reading counts all the same.</summary>
    public void SetAside(Encounter person)
    {
        _elevatedAside += person.Elevated is null ? 0 : 1;
        _begunAside |= person.HasBegun;
    }

    /// <summary>Whether anybody of it stood before the kiosk, so that it cannot go without a record.</summary>
    public bool HasBegun => _seen.Count > 0 || _begunAside;

    /// <summary>What is told of it when nothing more of it comes; an elevated reading among it is not forgotten.</summary>
    public IReadOnlyList<string> IncompleteBecause => Elevated > 0 ? [Reasons.VehicleIncomplete, Reasons.TemperatureElevated] : [Reasons.VehicleIncomplete];

    public VehicleInput ForRules() => new(
        Plate,
        Occupants: Math.Max(Told ?? 0, _seen.Count),
        Measured: _seen.Count(static s => s.Reading is not null),
        Elevated: Elevated,
        CodesShown: _seen.Count(static s => s.Credential is not null),
        CodesGreen: _seen.Count(static s => s.Credential is { IsValid: true } code && Claim(code, "colour") == "green"));

    private static string? Claim(CredentialResult credential, string name) =>
        credential.Claims[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
