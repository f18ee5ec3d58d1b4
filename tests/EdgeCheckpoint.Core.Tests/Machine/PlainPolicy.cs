using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Core.Tests.Machine;

/// <summary>The shortest rules that tell the verdicts apart; what real rules say is tested with the policies.</summary>
internal sealed class PlainPolicy : IPolicy
{
    public string Version => "plain-1";

    public PolicyDecision Evaluate(PolicyInput input) =>
        input.Findings.Count > 0 && !input.Findings.Contains(Reasons.CodeMissing) ? new(Verdict.Unable, input.Findings, "findings")
        : input.Credential is null && input.Findings.Count > 0 ? new(Verdict.Deny, input.Findings, "code")
        : input.Credential is { IsValid: false } bad ? new(Verdict.Deny, bad.Reasons, "code")
        : input.Observation?.Class == TemperatureClass.Elevated ? new(Verdict.Refer, [Reasons.TemperatureElevated], "temperature")
        : new(Verdict.Pass, [], null);
}

/// <summary>Rules that let everybody pass: the machine's own guard must hold against them.</summary>
internal sealed class RecklessPolicy : IPolicy
{
    public string Version => "reckless-1";

    public PolicyDecision Evaluate(PolicyInput input) => new(Verdict.Pass, [], null);
}
