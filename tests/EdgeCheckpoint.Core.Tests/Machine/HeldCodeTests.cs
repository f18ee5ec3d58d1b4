using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;

namespace EdgeCheckpoint.Core.Tests.Machine;

/// <summary>A code that lies before the camera is not a queue of people.</summary>
public sealed class HeldCodeTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(1.2)]
    public void A_code_held_up_with_nobody_behind_it_is_recorded_once(double repeatedEachSeconds)
    {
        Lane lane = Hold(new Lane(), repeatedEachSeconds, seconds: 120);
        Assert.Equal(Verdict.Unable, Assert.IsType<ScanEvent>(Assert.Single(lane.Events)).Verdict);
        Assert.Equal(MachineState.Idle, lane.Machine.State);
    }

    [Fact]
    public void A_code_held_up_to_a_broken_sensor_is_recorded_once()
    {
        Lane lane = new Lane().Step(static at => new DeviceChanged(at, KioskDevice.Thermal, true, Reasons.SensorFault));
        Assert.Single(Hold(lane, 0.5, seconds: 120).Events.OfType<ScanEvent>());
    }

    [Fact]
    public void A_code_taken_away_and_shown_again_is_another_encounter()
    {
        Lane lane = Hold(new Lane(), 0.5, seconds: 30).Nobody(3);
        Assert.Equal(2, Hold(lane, 0.5, seconds: 30).Events.Count);
    }

    [Fact]
    public void Another_code_is_another_encounter_at_once()
    {
        Lane lane = Hold(new Lane(), 1.2, seconds: 10);
        Assert.Equal(2, Hold(lane, 1.2, seconds: 10, subject: "s2").Events.Count);
    }

    [Fact]
    public void Somebody_who_steps_up_behind_a_held_code_is_served()
    {
        Lane lane = Hold(new Lane(), 1.2, seconds: 10).Person().Code();
        Assert.Equal(Verdict.Pass, lane.LastScan.Verdict);
    }

    [Fact]
    public void A_code_left_lying_after_a_verdict_admits_nobody_else_until_it_was_away()
    {
        Lane lane = new Lane(new MachineOptions { GateReports = true }).Person().Code(subject: "a").Step(static at => new GateReported(at, GatePassage.Passed));
        Hold(lane, 0.5, seconds: 3, subject: "a").Person(seconds: 0.4).Code(subject: "a");
        Assert.Equal(1, lane.Openings);
        Assert.Equal([Prompt.CodeTaken, Prompt.ShowCode], lane.Screen.Prompts);
        Assert.Equal(2, lane.Person(seconds: 3).Code(subject: "a").Openings);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_shows_nothing_but_a_code_that_had_its_turn_is_refused_for_that(bool ofTheRules)
    {
        Lane lane = new Lane(new MachineOptions { GateReports = true }, ofTheRules ? ReadyPolicies.Load(ReadyPolicies.Default) : null)
            .Person().Code(colour: "green").Step(static at => new GateReported(at, GatePassage.Passed)).Nobody(1);
        for (int i = 0; i < 32; i++)
        {
            lane.Person(seconds: 0.5).Code(colour: "green");
        }

        ScanEvent refusal = lane.Events.OfType<ScanEvent>().ElementAt(1);
        Assert.Equal((Verdict.Deny, Reasons.CodeReplayed), (refusal.Verdict, refusal.Reasons[0]));
    }

    [Fact]
    public void Beside_a_code_that_had_its_turn_only_another_counts()
    {
        Lane lane = new Lane(new MachineOptions { GateReports = true }).Person().Code(subject: "a").Step(static at => new GateReported(at, GatePassage.Passed));
        lane.Nobody(0.5).Code(subject: "a").Approaching(0.3).Code(subject: "b").Code(subject: "a").Person();
        Assert.Equal(2, lane.Events.OfType<ScanEvent>().Select(static s => s.Credential!.Token).Distinct().Count());
    }

    [Fact]
    public void A_code_of_somebody_who_was_seen_to_leave_counts_for_nobody_else()
    {
        Lane lane = Hold(new Lane().Approaching().Code(), 0.5, seconds: 3).Person().Code();
        Assert.Equal(Reasons.PersonLeft, lane.LastScan.Reasons[0]);
        Assert.Equal(0, lane.Openings);
    }

    [Fact]
    public void A_freight_pass_left_lying_serves_no_other_vehicle()
    {
        var lane = new Lane(new MachineOptions { Vehicles = true, GateReports = true });
        lane.Code(kind: "freight", subject: "truck", plate: "苏B12345").People(1).Occupant("driver").Step(static at => new GateReported(at, GatePassage.Passed));
        for (int i = 0; i < 6; i++)
        {
            lane.Code(kind: "freight", subject: "truck", plate: "苏B12345").Nobody(1);
        }

        lane.Code(kind: "freight", subject: "truck", plate: "苏B12345").People(1).Occupant("next");
        Assert.Equal((1, false), (lane.Openings, lane.Screen.Vehicle!.HasPlate));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whose_admission_is_taken_back_is_admitted_by_the_code_they_still_hold_up(bool inVehicle)
    {
        Lane lane = new Lane(new MachineOptions { GateReports = true, Vehicles = inVehicle, AskPlate = false }).People(1).Person().Code().Step(static at => new GateKeptBarred(at, Decided: true));
        Assert.Equal(MachineState.CoolDown, lane.Machine.State);
        for (int i = 0; i < 20; i++)
        {
            lane.Person(seconds: 0.5).Code().People(1);
        }

        Assert.Equal((Verdict.Pass, 2), (lane.LastScan.Verdict, lane.Events.OfType<ScanEvent>().Count()));
    }

    [Fact]
    public void Whose_verdict_the_journal_refused_is_judged_by_the_code_they_still_hold_up()
    {
        Lane lane = new Lane { JournalBroken = true }.Person().Code();
        lane.JournalBroken = false;
        for (int i = 0; i < 8; i++)
        {
            lane.Person(seconds: 0.5).Code();
        }

        Assert.Equal(Verdict.Pass, lane.Events.OfType<ScanEvent>().Single().Verdict);
    }

    [Fact]
    public void Whom_the_journal_had_judged_before_it_failed_is_not_judged_twice_by_one_code()
    {
        Lane lane = new Lane(new MachineOptions { GateReports = true }).Person().Code();
        lane.JournalBroken = true;
        lane.Step(static at => new ContactChanged(at, "door-open", true, ""));
        lane.JournalBroken = false;
        for (int i = 0; i < 20; i++)
        {
            lane.Person(seconds: 0.5).Code();
        }

        Assert.Equal(1, lane.Openings);
    }

    [Fact]
    public void A_code_held_up_all_the_while_begins_anew_after_an_interruption()
    {
        foreach (Func<Lane, Lane> interrupt in new Func<Lane, Lane>[]
        {
            static lane => lane.Step(static at => new FellBehind(at)),
            static lane => lane.Step(static at => new ModeSet(at, KioskMode.Normal)).Step(static at => new ModeSet(at, KioskMode.CodeOnly)),
            static lane => lane.Step(static at => new EmergencyChanged(at, true)).Step(static at => new EmergencyChanged(at, false)),
        })
        {
            Lane lane = interrupt(new Lane(new MachineOptions { Mode = KioskMode.CodeOnly }).Step(static at => new VisitorServed(at, null)).Code());
            Assert.Equal(MachineState.Idle, lane.Machine.State);
            Assert.Equal(Verdict.Pass, lane.Code().LastScan.Verdict);
        }
    }

    [Fact]
    public void A_code_beside_another_serves_nobody_and_was_not_away()
    {
        Lane alone = new Lane().Code(aside: true);
        Assert.Equal((MachineState.Idle, 0), (alone.Machine.State, alone.Events.Count));

        Lane lane = new Lane(new MachineOptions { GateReports = true }).Person().Code().Gate(GatePassage.Passed);
        for (int i = 0; i < 10; i++)
        {
            lane.Nobody(0.5).Code(aside: true);
        }

        Assert.Equal(1, lane.Person(seconds: 0.4).Code().Openings);
    }

    private static Lane Hold(Lane lane, double repeatedEachSeconds, double seconds, string subject = "s1")
    {
        for (double held = 0; held < seconds; held += repeatedEachSeconds)
        {
            lane.Code(subject: subject).Nobody(repeatedEachSeconds);
        }

        return lane;
    }
}
