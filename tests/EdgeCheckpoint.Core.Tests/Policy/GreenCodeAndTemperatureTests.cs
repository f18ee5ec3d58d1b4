using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Tests.Policy;

public sealed class GreenCodeAndTemperatureTests
{
    private static readonly PolicyDocument Policy = ReadyPolicies.Load("green-code-and-temperature");

    private static readonly PolicyInput Good = new()
    {
        Credential = Code("green"),
        Observation = Reading(TemperatureClass.Normal),
        Now = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(8)),
        Clock = ClockState.Synced,
        Site = new Site("d1", "c1", "k1"),
        Direction = Direction.In,
    };

    [Fact]
    public void Green_code_and_normal_temperature_pass()
    {
        PolicyDecision decision = Policy.Evaluate(Good);
        Assert.Equal(Verdict.Pass, decision.Verdict);
        Assert.Empty(decision.Reasons);
        Assert.Null(decision.Rule);
        Assert.Equal("green-code-and-temperature/1.0.0", decision.Versions["policy"]);
    }

    [Fact]
    public void Elevated_temperature_refers_and_never_denies() =>
        Expect(Verdict.Refer, "temperature-not-elevated", Good with { Observation = Reading(TemperatureClass.Elevated) }, Reasons.TemperatureElevated);

    [Fact]
    public void Implausibly_low_reading_is_not_judged() =>
        Expect(Verdict.Unable, "temperature-plausible", Good with { Observation = Reading(TemperatureClass.TooLow) }, Reasons.TemperatureTooLow);

    [Fact]
    public void No_code_is_refused() =>
        Expect(Verdict.Deny, "code-shown", Good with { Credential = null, Findings = [Reasons.CodeMissing] }, Reasons.CodeMissing);

    [Fact]
    public void No_code_is_refused_even_when_the_machine_forgot_to_say_so() =>
        Expect(Verdict.Deny, "code-present", Good with { Credential = null }, Reasons.CodeMissing);

    [Fact]
    public void An_invalid_code_is_refused_for_its_own_reasons() =>
        Expect(Verdict.Deny, "code-valid", Good with { Credential = Code("green", CredentialStatus.Invalid, Reasons.CodeExpired) }, Reasons.CodeExpired);

    [Fact]
    public void A_code_that_cannot_be_judged_is_not_judged() =>
        Expect(Verdict.Unable, "code-can-be-judged", Good with { Credential = Code("green", CredentialStatus.Unjudgeable, Reasons.ClockUntrusted) }, Reasons.ClockUntrusted);

    [Theory]
    [InlineData("red", Verdict.Deny, "code-not-red")]
    [InlineData("yellow", Verdict.Refer, "code-green")]
    [InlineData(null, Verdict.Refer, "code-green")]
    public void Any_colour_but_green_is_refused_or_referred(string? colour, Verdict verdict, string rule) =>
        Expect(verdict, rule, Good with { Credential = Code(colour) }, Reasons.CodeWrongColour);

    [Fact]
    public void No_reading_is_not_judged() =>
        Expect(Verdict.Unable, "temperature-measured", Good with { Observation = null }, Reasons.TemperatureMissing);

    [Fact]
    public void A_red_code_is_refused_even_when_the_sensor_fails()
    {
        PolicyDecision decision = Policy.Evaluate(Good with { Credential = Code("red"), Observation = null, Findings = [Reasons.SensorFault] });
        Assert.Equal(Verdict.Deny, decision.Verdict);
        Assert.Equal([Reasons.CodeWrongColour, Reasons.SensorFault, Reasons.TemperatureMissing], decision.Reasons);
    }

    [Fact]
    public void Every_finding_of_the_software_keeps_the_gate_shut()
    {
        foreach (string reason in typeof(Reasons).GetFields().Select(static f => (string)f.GetValue(null)!))
        {
            Assert.NotEqual(Verdict.Pass, Policy.Evaluate(Good with { Findings = [reason] }).Verdict);
        }
    }

    [Fact]
    public void A_finding_no_rule_speaks_of_is_not_judged() =>
        Expect(Verdict.Unable, PolicyDocument.UnhandledFinding, Good with { Findings = ["moon-too-full"] }, "moon-too-full");

    private static void Expect(Verdict verdict, string rule, PolicyInput input, params string[] reasons)
    {
        PolicyDecision decision = Policy.Evaluate(input);
        Assert.Equal((verdict, rule), (decision.Verdict, decision.Rule));
        Assert.Equal(reasons, decision.Reasons);
    }

    private static CredentialResult Code(string? colour, CredentialStatus status = CredentialStatus.Valid, params string[] reasons) => new()
    {
        Format = "ECP1",
        Status = status,
        Reasons = reasons,
        Claims = status == CredentialStatus.Valid ? new JsonObject { ["colour"] = colour } : [],
    };

    private static SubjectObservation Reading(TemperatureClass @class) => new()
    {
        At = MonotonicInstant.FromMilliseconds(1000),
        State = SubjectState.Measured,
        People = 1,
        Reading = new Measurement(36.6, 0.2, "fixed"),
        Class = @class,
    };
}
