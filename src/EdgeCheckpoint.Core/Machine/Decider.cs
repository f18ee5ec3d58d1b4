using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>Puts what is known of one person, or of a vehicle, before the rules, and their answer into an event.</summary>
internal sealed class Decider(Site site, Pseudonym pseudonym)
{
    /// <summary>What pseudonyms of number plates are made of, beside the formats of codes.</summary>
    private const string PlateFormat = "plate";

    public required MachineOptions Options { get; set; }

    public required IPolicy Policy { get; set; }

    public Judgement Decide(Encounter encounter, IReadOnlyList<string> findings, Moment moment)
    {
        PolicyDecision decision = Judge(encounter.Credential, encounter.Reading, vehicle: null, findings, moment);
        return new(Scan(WithLimits(decision, encounter), encounter.Reading?.Reading, encounter.Credential), decision.Texts);
    }

    /// <summary>
    /// Too late, so the person passes in no case. Whoever was measured as elevated is rechecked, although a second reading, or a code, is missing;
    /// a code that was shown is judged all the same.
    /// </summary>
    public Judgement DecideLate(Encounter encounter, IReadOnlyList<string> findings, Moment moment)
    {
        if (encounter.Elevated is not { } elevated)
        {
            return Decide(encounter, findings, moment);
        }

        PolicyDecision? byRules = encounter.Credential is { } code ? Judge(code, elevated, vehicle: null, [], moment) : null;
        PolicyDecision decision = byRules is { Verdict: not Verdict.Pass }
            ? byRules
            : new PolicyDecision(Verdict.Refer, [Reasons.TemperatureElevated, .. findings], null);
        return new(Scan(WithLimits(decision, encounter), elevated.Reading, encounter.Credential), decision.Texts);
    }

    /// <summary>A vehicle passes as its people do: each is put before the rules, with the freight pass too where there is one, and the gravest answer counts.</summary>
    public Judgement Decide(VehicleVisit visit, IReadOnlyList<string> findings, Moment moment)
    {
        VehicleInput vehicle = visit.ForRules();
        Encounter? first = visit.Seen.Count > 0 ? visit.Seen[0] : null;
        PolicyDecision decision = findings.Count > 0
            ? new PolicyDecision(Verdict.Unable, findings, null)
            : PolicyDecision.Gravest(
            [
                .. visit.Seen.Select(person => Judge(person.Credential, person.Reading, vehicle, [], moment)),
                .. visit.Pass is { } pass ? [Judge(pass, first?.Reading, vehicle, [], moment)] : Array.Empty<PolicyDecision>(),
            ]);
        Measurement? highest = visit.Seen.Select(static s => s.Reading?.Reading).MaxBy(static r => r?.Celsius);
        return new(
            Scan(WithLimits(decision, visit.Seen), highest, visit.Pass ?? first?.Credential) with
            {
                Vehicle = new VehicleSummary(
                    visit.Plate is { } plate ? pseudonym.TokenOf(PlateFormat, plate) : null, visit.Told, [.. visit.Seen.Select(Summary)]),
            },
            decision.Texts);
    }

    /// <summary>A person who left before the decision.</summary>
    public ScanEvent Abandoned(Encounter encounter) =>
        Scan(WithLimits(new PolicyDecision(Verdict.Unable, [Reasons.PersonLeft], null), encounter), (encounter.Reading ?? encounter.Elevated)?.Reading, encounter.Credential);

    /// <summary>Staff let somebody through after a refusal.</summary>
    public ScanEvent Override(CredentialResult badge) => Scan(new PolicyDecision(Verdict.Pass, [Reasons.StaffOverride], null), null, badge);

    private PolicyDecision Judge(
        CredentialResult? credential, SubjectObservation? reading, VehicleInput? vehicle, IReadOnlyList<string> findings, Moment moment)
    {
        if (credential is null && findings.Count > 0 && !findings.Contains(Reasons.CodeMissing))
        {
            // The kiosk itself could not go on, so nobody can be blamed for the code that was never asked for.
            return new PolicyDecision(Verdict.Unable, findings, null);
        }

        PolicyDecision decision = Policy.Evaluate(new PolicyInput
        {
            Credential = credential,
            Observation = reading,
            Vehicle = vehicle,
            Findings = moment.Mode == KioskMode.Lockdown ? [.. findings, Reasons.Lockdown] : findings,
            Now = moment.Now,
            Clock = moment.Clock,
            Site = site,
            Direction = Options.Direction,
        });
        return Guard(decision, credential, reading, findings, moment.Mode);
    }

    /// <summary>
    /// Whatever the rules say, nobody passes without what the mode asks for: a mistake in a policy must not open a gate.
    /// </summary>
    private static PolicyDecision Guard(
        PolicyDecision decision, CredentialResult? credential, SubjectObservation? reading, IReadOnlyList<string> findings, KioskMode mode)
    {
        if (decision.Verdict != Verdict.Pass)
        {
            return decision;
        }

        if (findings.Count > 0)
        {
            return new PolicyDecision(Verdict.Unable, findings, null);
        }

        if (mode != KioskMode.CodeOnly && reading is null)
        {
            return new PolicyDecision(Verdict.Unable, [Reasons.TemperatureMissing], null);
        }

        return mode != KioskMode.TemperatureOnly && credential is not { IsValid: true }
            ? new PolicyDecision(Verdict.Deny, credential?.Reasons is { Count: > 0 } reasons ? reasons : [Reasons.CodeMissing], null)
            : decision;
    }

    private ScanEvent Scan(PolicyDecision decision, Measurement? measurement, CredentialResult? credential) => new()
    {
        Verdict = decision.Verdict,
        Reasons = decision.Reasons,
        Rule = decision.Rule,
        Direction = Options.Direction,
        Lane = Options.LaneName,
        Measurement = measurement,
        Credential = credential is null ? null : Summary(credential),
        Versions = decision.Versions.Count > 0 ? decision.Versions : new Dictionary<string, string> { ["policy"] = Policy.Version },
        Notice = Options.Notice,
    };

    /// <summary>A reading taken with an expired calibration says so in every event, whatever was decided.</summary>
    private static PolicyDecision WithLimits(PolicyDecision decision, params IEnumerable<Encounter> people) =>
        people.Any(static p => (p.Reading ?? p.Elevated)?.Reasons.Contains(Reasons.CalibrationExpired) == true) && !decision.Reasons.Contains(Reasons.CalibrationExpired)
            ? decision with { Reasons = [.. decision.Reasons, Reasons.CalibrationExpired] }
            : decision;

    private OccupantSummary Summary(Encounter person) => new(
        [
            .. person.Reading?.Class switch
            {
                TemperatureClass.Elevated => [Reasons.TemperatureElevated],
                TemperatureClass.TooLow => [Reasons.TemperatureTooLow],
                _ => Array.Empty<string>(),
            },
            .. person.Credential?.Reasons ?? [],
            .. person.Credential?.Findings ?? [],
        ],
        person.Reading?.Reading,
        person.Credential is { } credential ? Summary(credential) : null);

    private CredentialSummary Summary(CredentialResult credential) => new(
        credential.Format,
        credential.Kind,
        credential is { Proved: true, Subject: { } subject } ? pseudonym.TokenOf(credential.Format, subject) : null,
        credential.KeyId,
        credential.IsValid);
}

/// <summary>When, and in which mode, something is decided.</summary>
internal readonly record struct Moment(DateTimeOffset Now, ClockState Clock, KioskMode Mode);

/// <summary>An event, and the deciding rule's own sentences for the screen by language tag.</summary>
internal readonly record struct Judgement(ScanEvent Scan, IReadOnlyDictionary<string, string> Texts);
