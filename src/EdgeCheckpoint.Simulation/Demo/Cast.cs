using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Simulation.Stage;

namespace EdgeCheckpoint.Simulation.Demo;

/// <summary>The people of the demo, in their order.</summary>
public static class Cast
{
    public static IReadOnlyList<CastMember> Members { get; } =
    [
        new("green code, normal temperature", Verdict.Pass),
        new("the very code of the person before", Verdict.Deny) { Reason = Reasons.CodeReplayed, Code = DemoCode.SameAgain },
        new("code first, then the face", Verdict.Pass) { CodeFirst = true },
        new("elevated temperature, twice", Verdict.Refer) { Reason = Reasons.TemperatureElevated, People = [new StagedPerson(38.9)] },
        new("expired code", Verdict.Deny) { Reason = Reasons.CodeExpired, Code = DemoCode.Expired },
        new("forged code", Verdict.Deny) { Reason = Reasons.CodeForged, Code = DemoCode.Forged },
        new("code of an unknown issuer", Verdict.Deny) { Reason = Reasons.CodeUntrustedIssuer, Code = DemoCode.Stranger },
        new("red code", Verdict.Deny) { Reason = Reasons.CodeWrongColour, Code = DemoCode.Red },
        new("yellow code", Verdict.Refer) { Reason = Reasons.CodeWrongColour, Code = DemoCode.Yellow },
        new("poster instead of a code", Verdict.Deny) { Reason = Reasons.CodeUnknownFormat, Code = DemoCode.Address },
        new("no code in time", Verdict.Deny) { Reason = Reasons.CodeMissing, Code = DemoCode.None },
        new("two people at once", Verdict.Unable)
        {
            Reason = Reasons.SeveralPeople,
            People = [new StagedPerson(36.4, 0.9, -0.24), new StagedPerson(36.6, 0.9, 0.24)],
        },
        new("leaves before the code is read", Verdict.Unable) { Reason = Reasons.PersonLeft, Code = DemoCode.None, LeavesEarly = true },
        new("sensor unplugged", Verdict.Unable) { Reason = Reasons.SensorFault, Before = Incident.SensorUnplugged },
        new("sensor plugged in again", Verdict.Pass) { Before = Incident.SensorPlugged },
        new("broker gone: green code", Verdict.Pass) { Before = Incident.BrokerKilled },
        new("broker gone: damaged code", Verdict.Deny) { Reason = Reasons.CodeForged, Code = DemoCode.Damaged },
        new("broker back, turns back at the gate", Verdict.Pass) { Before = Incident.BrokerStarted, Passage = StagedPassage.TurnBack },
    ];
}
