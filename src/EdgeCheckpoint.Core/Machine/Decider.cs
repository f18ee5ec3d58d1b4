using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Core.Machine;

/// <summary>Puts what is known of one person before the rules, and their answer into an event.</summary>
internal sealed class Decider(MachineOptions options, Site site, Pseudonym pseudonym)
{
    public required IPolicy Policy { get; set; }

    public ScanEvent Decide(Encounter encounter, IReadOnlyList<string> findings, KioskMode mode, DateTimeOffset now, ClockState clock)
    {
        if (encounter.Credential is null && findings.Count > 0 && !findings.Contains(Reasons.CodeMissing))
        {
            // The kiosk itself could not go on, so nobody can be blamed for the code that was never asked for.
            return Scan(encounter, new PolicyDecision(Verdict.Unable, findings, null));
        }

        List<string> all = [.. findings];
        if (mode == KioskMode.Lockdown)
        {
            all.Add(Reasons.Lockdown);
        }

        PolicyDecision decision = Policy.Evaluate(new PolicyInput
        {
            Credential = encounter.Credential,
            Observation = encounter.Reading,
            Findings = all,
            Now = now,
            Clock = clock,
            Site = site,
            Direction = options.Direction,
        });
        return Scan(encounter, Guard(decision, encounter, findings, mode));
    }

    /// <summary>A person who left before the decision.</summary>
    public ScanEvent Abandoned(Encounter encounter) =>
        Scan(encounter, new PolicyDecision(Verdict.Unable, [Reasons.PersonLeft], null));

    /// <summary>Staff let somebody through after a refusal.</summary>
    public ScanEvent Override(CredentialResult badge) => new()
    {
        Verdict = Verdict.Pass,
        Reasons = [Reasons.StaffOverride],
        Direction = options.Direction,
        Credential = Summary(badge),
        Versions = Versions(),
        Notice = options.Notice,
    };

    /// <summary>
    /// Whatever the rules say, nobody passes without what the mode asks for: a mistake in a policy must not open a gate.
    /// </summary>
    private static PolicyDecision Guard(PolicyDecision decision, Encounter encounter, IReadOnlyList<string> findings, KioskMode mode)
    {
        if (decision.Verdict != Verdict.Pass)
        {
            return decision;
        }

        if (findings.Count > 0)
        {
            return new PolicyDecision(Verdict.Unable, findings, null);
        }

        if (mode != KioskMode.CodeOnly && encounter.Reading is null)
        {
            return new PolicyDecision(Verdict.Unable, [Reasons.TemperatureMissing], null);
        }

        return mode != KioskMode.TemperatureOnly && encounter.Credential is not { IsValid: true }
            ? new PolicyDecision(Verdict.Deny, encounter.Credential?.Reasons is { Count: > 0 } reasons ? reasons : [Reasons.CodeMissing], null)
            : decision;
    }

    private ScanEvent Scan(Encounter encounter, PolicyDecision decision) => new()
    {
        Verdict = decision.Verdict,
        Reasons = WithLimits(decision.Reasons, encounter.Reading),
        Rule = decision.Rule,
        Direction = options.Direction,
        Measurement = encounter.Reading?.Reading,
        Credential = encounter.Credential is { } credential ? Summary(credential) : null,
        Versions = decision.Versions.Count > 0 ? decision.Versions : Versions(),
        Notice = options.Notice,
    };

    /// <summary>A reading taken with an expired calibration says so in every event, whatever was decided.</summary>
    private static IReadOnlyList<string> WithLimits(IReadOnlyList<string> reasons, SubjectObservation? reading) =>
        reading is not null && reading.Reasons.Contains(Reasons.CalibrationExpired) && !reasons.Contains(Reasons.CalibrationExpired)
            ? [.. reasons, Reasons.CalibrationExpired]
            : reasons;

    private CredentialSummary Summary(CredentialResult credential) => new(
        credential.Format,
        credential.Kind,
        credential is { KeyId: not null, Subject: { } subject } ? pseudonym.TokenOf(credential.Format, subject) : null,
        credential.KeyId,
        credential.IsValid);

    private Dictionary<string, string> Versions() => new() { ["policy"] = Policy.Version };
}
