using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Core.Tests.Machine;

/// <summary>A staff badge lets somebody else through, where the site is open and its gate obeys.</summary>
public sealed class StaffOverrideTests
{
    [Fact]
    public void A_staff_badge_after_a_refusal_opens_and_is_recorded()
    {
        Lane lane = new Lane().Person().Code(valid: false).Code(kind: "staff", subject: "guard");
        Assert.Equal((Verdict.Pass, Reasons.StaffOverride), (lane.LastScan.Verdict, lane.LastScan.Reasons[0]));
        Assert.True(lane.GateOpen);
    }

    [Fact]
    public void What_another_format_calls_staff_overrides_nothing()
    {
        Lane lane = new Lane().Person().Code(valid: false).Code(kind: "staff", subject: "guard", format: "VDS-NC");
        Assert.Equal((Verdict.Deny, 0), (lane.LastScan.Verdict, lane.Openings));
    }

    [Fact]
    public void An_ordinary_code_after_a_refusal_opens_nothing()
    {
        Lane lane = new Lane().Person().Code(valid: false).Code(subject: "s2");
        Assert.Single(lane.Events);
        Assert.False(lane.GateOpen);
    }

    [Fact]
    public void A_badge_that_is_held_on_after_its_own_refusal_opens_nothing()
    {
        Lane lane = Elevated("guard", kind: "staff");
        for (int i = 0; i < 16; i++)
        {
            lane.Person(39, TemperatureClass.Elevated, 0.5).Code(kind: "staff", subject: "guard");
        }

        Assert.Equal((Verdict.Refer, 0), (lane.LastScan.Verdict, lane.Openings));
    }

    [Theory]
    [InlineData("staff")]
    [InlineData("personal")]
    public void Nobody_lets_themselves_through(string refusedWith)
    {
        Lane lane = Elevated("guard", refusedWith).Person(39, TemperatureClass.Elevated, 4).Code(kind: "staff", subject: "guard");
        Assert.Equal(MachineState.CoolDown, lane.Machine.State);
        Assert.Equal(0, lane.Openings);
        Assert.Equal(Verdict.Pass, lane.Code(kind: "staff", subject: "colleague").LastScan.Verdict);
    }

    [Fact]
    public void Nobody_lets_themselves_through_by_holding_on_to_the_second_refusal()
    {
        Lane lane = Elevated("guard", kind: "staff");
        while (lane.Events.Count < 2)
        {
            lane.Person(39, TemperatureClass.Elevated, 0.5).Code(kind: "staff", subject: "guard");
        }

        Assert.Equal(0, lane.Person(39, TemperatureClass.Elevated, 2.5).Code(kind: "staff", subject: "guard").Openings);
        Assert.Equal(1, lane.Code(kind: "staff", subject: "colleague").Openings);
    }

    [Fact]
    public void Nobody_in_a_vehicle_lets_it_through()
    {
        var options = new MachineOptions { Vehicles = true, AskPlate = false, GateReports = true };
        Lane lane = new Lane(options).People(2).Occupant("driver", 39, TemperatureClass.Elevated).Occupant("guard");
        Assert.Equal(Verdict.Refer, lane.LastScan.Verdict);
        Assert.Equal(0, lane.Code(kind: "staff", subject: "driver").Code(kind: "staff", subject: "guard").Openings);
    }

    [Fact]
    public void A_badge_left_lying_after_an_override_admits_nobody()
    {
        Lane lane = new Lane(new MachineOptions { GateReports = true }).Person().Code(valid: false).Code(kind: "staff", subject: "guard");
        lane.Step(static at => new GateReported(at, GatePassage.Passed));
        for (int i = 0; i < 10; i++)
        {
            lane.Nobody(0.3).Code(kind: "staff", subject: "guard").Person(seconds: 0.5).Code(kind: "staff", subject: "guard");
        }

        Assert.Equal(1, lane.Openings);
    }

    [Fact]
    public void Nobody_is_sent_through_a_lost_gate()
    {
        Lane lane = new Lane().Step(static at => new DeviceChanged(at, KioskDevice.Gate, true, Reasons.GateFault)).Person().Code();
        Assert.Equal(Verdict.Unable, lane.LastScan.Verdict);
        lane.Code(kind: "staff", subject: "guard");
        Assert.Equal((ScreenPage.Verdict, 0), (lane.Screen.Page, lane.Openings));
    }

    [Fact]
    public void What_a_lockdown_keeps_out_no_badge_lets_in()
    {
        Lane lane = new Lane(new MachineOptions { Mode = KioskMode.Lockdown }, ReadyPolicies.Load(ReadyPolicies.Default)).Person().Code(valid: false).Code(kind: "staff", subject: "guard");
        Assert.Equal((Verdict.Deny, 0), (lane.LastScan.Verdict, lane.Openings));
        lane.Step(static at => new GateOpenRequested(at));
        Assert.True(lane.GateOpen);
    }

    [Fact]
    public void In_maintenance_nobody_is_refused_and_no_badge_opens()
    {
        Lane lane = new Lane().Person().Code(valid: false).Step(static at => new ModeSet(at, KioskMode.Maintenance)).Code(kind: "staff", subject: "guard");
        Assert.Equal((ScreenPage.Maintenance, 0), (lane.Screen.Page, lane.Openings));
    }

    private static Lane Elevated(string subject, string kind) => new Lane().Person(39, TemperatureClass.Elevated, 2).Code(kind: kind, subject: subject);
}
