using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;

namespace EdgeCheckpoint.Core.Tests.Machine;

/// <summary>Who went through the gate, and how long it waits for them.</summary>
public sealed class GateTests
{
    private static readonly MachineOptions Reporting = new() { GateReports = true };

    [Fact]
    public void Passing_turning_back_and_forcing_are_each_recorded()
    {
        Lane lane = Admitted().Gate(GatePassage.Passed);
        Assert.Equal(("passed", 1L), Last(lane));

        lane = Admitted().Gate(GatePassage.NotPassed);
        Assert.Equal(("not-passed", 1L), Last(lane));
        Assert.False(lane.GateOpen);

        lane = Admitted().Nobody(Reporting.PassageTimeoutSeconds + 1);
        Assert.Equal(("not-passed", 1L), Last(lane));
        Assert.False(lane.GateOpen);

        Assert.Equal(("forced", null), Last(new Lane(Reporting).Gate(GatePassage.Forced)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(2)]
    [InlineData(4)]
    public void Whoever_goes_on_somebodys_heels_is_recorded_as_that(double seconds)
    {
        Lane lane = Admitted().Gate(GatePassage.Passed).Nobody(seconds).Gate(GatePassage.Passed).Nobody(seconds).Gate(GatePassage.Passed);
        Assert.Equal(["passed", "tailgated", "tailgated"], Actions(lane));
        Assert.All(lane.Events.OfType<GateEvent>(), static g => Assert.Equal(1, g.Scan));
    }

    [Fact]
    public void Who_goes_a_moment_after_the_time_has_passed_all_the_same()
    {
        Lane lane = Admitted().Nobody(Reporting.PassageTimeoutSeconds + 1).Gate(GatePassage.Passed).Gate(GatePassage.Passed);
        Assert.Equal(["not-passed", "passed", "tailgated"], Actions(lane));
    }

    [Fact]
    public void Who_goes_without_any_opening_is_recorded_in_every_state()
    {
        Action<Lane>[] before =
        [
            static _ => { },
            static lane => lane.Person(),
            static lane => lane.Person().Code(valid: false),
            static lane => lane.Person().Code(valid: false).Person(seconds: 4),
            static lane => lane.JournalBroken = true,
        ];
        foreach (Action<Lane> tell in before)
        {
            var lane = new Lane(Reporting);
            tell(lane);
            lane.Gate(GatePassage.Passed);
            lane.JournalBroken = false;
            lane.Nobody(5);
            Assert.Equal(["unauthorised"], Actions(lane));
        }
    }

    [Fact]
    public void Released_and_in_maintenance_people_come_and_go()
    {
        Lane lane = new Lane(Reporting).Step(static at => new ModeSet(at, KioskMode.Maintenance)).Gate(GatePassage.Passed).Gate(GatePassage.Forced);
        lane.Step(static at => new EmergencyChanged(at, true)).Gate(GatePassage.Passed);
        Assert.Equal(["released"], Actions(lane));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_taken_of_whoever_may_have_gone_serves_who_stays(bool byCommand)
    {
        Lane lane = Told(new Lane(Reporting).Person(), byCommand).Gate(GatePassage.Passed).Approaching(0.3).Code();
        Assert.Empty(lane.Events.OfType<ScanEvent>());
        Assert.Equal(Verdict.Pass, lane.Person().LastScan.Verdict);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_vehicle_that_went_without_a_verdict_leaves_nobody_behind(bool byCommand)
    {
        Lane lane = Told(new Lane(Reporting with { Vehicles = true, AskPlate = false }).People(2).Occupant("driver"), byCommand).Gate(GatePassage.Passed);
        Assert.Equal(Reasons.VehicleIncomplete, lane.LastScan.Reasons[0]);
        lane.Nobody(10).Occupant("next");
        Assert.DoesNotContain(lane.Events, static e => e is ScanEvent { Verdict: Verdict.Pass });
    }

    [Theory]
    [InlineData(GatePassage.Passed, "passed")]
    [InlineData(GatePassage.NotPassed, "not-passed")]
    public void What_becomes_of_an_opening_by_command_is_recorded(GatePassage report, string action)
    {
        Lane lane = new Lane(Reporting).Step(static at => new GateOpenRequested(at)).Wait(1).Gate(report).Wait(20);
        Assert.Equal(["opened", action], Actions(lane));
        Assert.False(lane.GateOpen);
    }

    [Fact]
    public void An_opening_by_command_that_nobody_uses_ends_in_time()
    {
        Lane lane = new Lane(Reporting).Step(static at => new GateOpenRequested(at)).Wait(Reporting.PassageTimeoutSeconds + 0.1);
        Assert.Equal(["opened", "not-passed"], Actions(lane));
        Assert.False(lane.GateOpen);
    }

    [Fact]
    public void An_opening_by_command_disturbs_nobody_who_is_being_served()
    {
        Lane lane = Told(new Lane(Reporting).Person(), byCommand: true).Person(seconds: 0.3).Code();
        Assert.Equal(Verdict.Pass, lane.LastScan.Verdict);
        Assert.Equal(["opened", "passed", "passed"], Actions(lane.Gate(GatePassage.Passed).Gate(GatePassage.Passed)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_change_of_mode_ends_an_opening_and_who_goes_a_moment_later_is_no_intruder(bool byCommand)
    {
        Lane lane = (byCommand ? Told(new Lane(Reporting), byCommand: true) : Admitted()).Step(static at => new ModeSet(at, KioskMode.Lockdown));
        Assert.False(lane.GateOpen);
        Assert.Equal(["not-passed", "passed"], Actions(lane.Gate(GatePassage.Passed)).Where(static a => a != "opened"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_opening_that_a_broken_journal_ends_has_an_end_and_who_goes_a_moment_later_is_no_intruder(bool byCommand)
    {
        Lane lane = byCommand ? Told(new Lane(Reporting), byCommand: true) : Admitted();
        lane.JournalBroken = true;
        lane.Step(static at => new ContactChanged(at, "door-open", true, "")).Wait(1).Gate(GatePassage.Passed);
        Assert.False(lane.GateOpen);
        lane.JournalBroken = false;
        lane.Wait(3);
        Assert.Equal([("unknown", "fault"), ("passed", "feedback")], lane.Events.OfType<GateEvent>().TakeLast(2).Select(static g => (g.Action, g.Cause)));
        Assert.All(lane.Events.OfType<GateEvent>(), g => Assert.Equal(byCommand ? null : 1, g.Scan));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_opening_that_the_fire_alarm_ends_has_an_end(bool byCommand)
    {
        Lane lane = (byCommand ? Told(new Lane(Reporting), byCommand: true) : Admitted()).Step(static at => new EmergencyChanged(at, true));
        Assert.Equal(["unknown", "released"], Actions(lane).TakeLast(2));
        Assert.Equal(byCommand ? null : 1, lane.Events.OfType<GateEvent>().Single(static g => g.Action == "unknown").Scan);
        Assert.True(lane.GateOpen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_opening_that_the_journal_refused_was_none(bool byCommand)
    {
        var lane = new Lane(Reporting) { JournalBroken = true };
        (byCommand ? Told(lane, byCommand: true) : lane.Person().Code()).JournalBroken = false;
        Assert.Empty(Actions(lane.Wait(5)));
    }

    [Fact]
    public void Two_openings_let_two_through()
    {
        Lane lane = Admitted().Step(static at => new GateOpenRequested(at)).Gate(GatePassage.Passed);
        Assert.True(lane.GateOpen);
        Assert.False(lane.Gate(GatePassage.Passed).GateOpen);
        Assert.Equal(["opened", "passed", "passed", "tailgated"], Actions(lane.Gate(GatePassage.Passed)));
    }

    [Fact]
    public void A_gate_lost_while_it_is_open_by_command_let_nobody_through()
    {
        Lane lane = new Lane(Reporting).Step(static at => new GateOpenRequested(at)).Step(static at => new DeviceChanged(at, KioskDevice.Gate, true, Reasons.GateFault));
        Assert.Equal(["opened", "not-passed"], Actions(lane));
    }

    [Fact]
    public void Without_reports_the_gate_stays_open_for_the_walk_and_then_counts_as_passed()
    {
        Lane lane = new Lane().Person().Code().Person(seconds: 1).Nobody(new MachineOptions().WalkSeconds - 0.2);
        Assert.True(lane.GateOpen);
        lane.Nobody(1);
        Assert.False(lane.GateOpen);
        Assert.Equal(("passed", 1L), Last(lane));
    }

    [Fact]
    public void Without_reports_the_next_in_the_queue_does_not_make_it_otherwise()
    {
        Lane lane = new Lane().Person().Code().Nobody(0.5).Person(seconds: 6);
        Assert.Equal(["passed"], Actions(lane));
    }

    [Fact]
    public void Without_reports_who_stays_in_view_has_not_passed()
    {
        Lane lane = new Lane().Person().Code().Person(seconds: 9);
        Assert.Equal(["not-passed"], Actions(lane));
        Assert.False(lane.GateOpen);
    }

    [Fact]
    public void Without_reports_nobody_can_tell_who_used_an_opening_by_command()
    {
        Lane lane = Told(new Lane(), byCommand: true).Wait(new MachineOptions().PassageTimeoutSeconds + 0.1);
        Assert.Equal(["opened", "unknown"], Actions(lane));
    }

    [Fact]
    public void Without_reports_and_without_eyes_the_gate_stays_open_its_time_and_nothing_is_made_up()
    {
        var options = new MachineOptions { Mode = KioskMode.CodeOnly };
        foreach (Func<Lane, Lane> blind in new Func<Lane, Lane>[]
        {
            static lane => lane.Step(static at => new DeviceChanged(at, KioskDevice.Thermal, true, Reasons.SensorFault)),
            static lane => lane.Unfit(7),
        })
        {
            Lane lane = blind(new Lane(options)).Code().Wait(options.PassageTimeoutSeconds - 0.2);
            Assert.True(lane.GateOpen);
            Assert.False(lane.Wait(0.4).GateOpen);
            Assert.Equal(["unknown"], Actions(lane));
        }
    }

    private static Lane Told(Lane lane, bool byCommand) => byCommand ? lane.Step(static at => new GateOpenRequested(at)) : lane;

    private static Lane Admitted() => new Lane(Reporting).Person().Code();

    private static IEnumerable<string> Actions(Lane lane) => lane.Events.OfType<GateEvent>().Select(static g => g.Action);

    private static (string, long?) Last(Lane lane) => lane.Events.OfType<GateEvent>().Last() is var last ? (last.Action, last.Scan) : default;
}
