using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Thermal;

namespace EdgeCheckpoint.Core.Tests.Machine;

public sealed class CheckpointMachineTests
{
    private static readonly MachineOptions Options = new();

    [Fact]
    public void Temperature_then_code_opens_the_gate()
    {
        Lane lane = new Lane().Person().Code();
        Assert.Equal(Verdict.Pass, lane.LastScan.Verdict);
        Assert.True(lane.GateOpen);
        Assert.Equal(ScreenPage.Passage, lane.Screen.Page);
    }

    [Fact]
    public void Code_then_temperature_opens_the_gate_too() =>
        Assert.Equal(Verdict.Pass, new Lane().Code().Approaching().Person().LastScan.Verdict);

    [Fact]
    public void Nothing_is_shown_or_opened_before_the_event_is_durable()
    {
        var lane = new Lane { JournalBroken = true };
        lane.Person().Code();
        Assert.Empty(lane.Events);
        Assert.False(lane.GateOpen);
        Assert.Equal(ScreenPage.OutOfService, lane.Screen.Page);
    }

    [Fact]
    public void A_kiosk_whose_journal_recovers_serves_again()
    {
        var lane = new Lane { JournalBroken = true };
        lane.Person().Code().Nobody(3);
        lane.JournalBroken = false;
        lane.Nobody(3);
        Assert.Equal(Verdict.Pass, lane.Person().Code().LastScan.Verdict);
    }

    [Fact]
    public void Nobody_is_called_before_sensor_and_camera_have_said_how_they_are()
    {
        Lane lane = new Lane(starting: true).Nobody(1);
        Assert.Equal((ScreenPage.Guide, Prompt.PleaseWait), (lane.Screen.Page, lane.Screen.Prompts[0]));
        lane.Step(static at => new DeviceChanged(at, KioskDevice.Camera, false, ""));
        Assert.Equal(ScreenPage.Idle, lane.Screen.Page);
    }

    [Fact]
    public void Patience_with_devices_that_say_nothing_ends() => Assert.Equal(ScreenPage.Idle, new Lane(starting: true).Nobody(6).Screen.Page);

    [Fact]
    public void Without_a_code_in_time_nobody_passes()
    {
        Lane lane = new Lane().Person(seconds: Options.CodeTimeoutSeconds + 1);
        Assert.Equal((Verdict.Deny, Reasons.CodeMissing), (lane.LastScan.Verdict, lane.LastScan.Reasons[0]));
        Assert.False(lane.GateOpen);
    }

    [Fact]
    public void Advice_for_a_code_that_cannot_be_read_stands_while_it_is_given_and_then_fades()
    {
        Lane lane = new Lane().Person().Step(static at => new CodeUnreadable(at, Prompt.TiltPhone)).Person(seconds: 1);
        Assert.Equal([Prompt.TiltPhone, Prompt.ShowCode], lane.Screen.Prompts);
        Assert.Equal([Prompt.ShowCode], lane.Person(seconds: 2).Screen.Prompts);
    }

    [Fact]
    public void A_forged_code_is_denied()
    {
        Lane lane = new Lane().Person().Code(valid: false);
        Assert.Equal(Verdict.Deny, lane.LastScan.Verdict);
        Assert.Null(lane.LastScan.Credential!.Token);
    }

    [Fact]
    public void An_elevated_person_is_measured_again_before_the_verdict()
    {
        Lane lane = new Lane().Person(38.2, TemperatureClass.Elevated, seconds: 0.3).Code();
        Assert.Empty(lane.Events);
        Assert.Equal(Prompt.MeasureAgain, lane.Screen.Prompts[0]);
        lane.Person(38.1, TemperatureClass.Elevated, seconds: 2);
        Assert.Equal(Verdict.Refer, lane.LastScan.Verdict);
        Assert.Equal(38.1, lane.LastScan.Measurement!.Celsius);
    }

    [Fact]
    public void A_second_reading_that_is_normal_lets_the_person_pass() =>
        Assert.Equal(
            Verdict.Pass,
            new Lane().Person(38.2, TemperatureClass.Elevated, seconds: 0.3).Code().Person(36.6, seconds: 2).LastScan.Verdict);

    [Fact]
    public void A_reading_dies_with_its_person()
    {
        Lane lane = new Lane().Person().Nobody().Code();
        Assert.DoesNotContain(lane.Events, static e => e is ScanEvent { Verdict: Verdict.Pass });
    }

    [Fact]
    public void A_code_dies_with_its_person()
    {
        Lane lane = new Lane().Approaching().Code().Nobody().Person();
        Assert.DoesNotContain(lane.Events, static e => e is ScanEvent { Verdict: Verdict.Pass });
    }

    [Fact]
    public void A_second_person_makes_reading_and_code_worthless()
    {
        Lane lane = new Lane().Person(seconds: 0.3).Crowd(1).Code();
        Assert.Empty(lane.Events);
        Assert.Equal(Prompt.OneAtATime, lane.Screen.Prompts[0]);
    }

    [Fact]
    public void A_crowd_that_stays_cannot_be_judged()
    {
        Lane lane = new Lane().Crowd(Options.CrowdTimeoutSeconds + 1);
        Assert.Equal((Verdict.Unable, Reasons.SeveralPeople), (lane.LastScan.Verdict, lane.LastScan.Reasons[0]));
    }

    [Fact]
    public void A_code_whose_time_ends_while_its_person_is_measured_is_asked_for_again()
    {
        Lane lane = new Lane().Approaching().Code(lifeSeconds: 5).Approaching(6).Person();
        Assert.Empty(lane.Events);
        Assert.Equal(ScreenPage.ReadCode, lane.Screen.Page);
        Assert.Equal(Verdict.Pass, lane.Code(lifeSeconds: 60).LastScan.Verdict);
        Assert.Equal(Verdict.Pass, new Lane().Approaching().Code(lifeSeconds: 8).Approaching(6).Person().LastScan.Verdict);
    }

    [Fact]
    public void With_the_sensor_lost_a_code_alone_cannot_be_judged()
    {
        Lane lane = new Lane().Step(static at => new DeviceChanged(at, KioskDevice.Thermal, true, Reasons.SensorFault));
        Assert.Equal(ScreenPage.OutOfService, lane.Screen.Page);
        lane.Code();
        Assert.Equal((Verdict.Unable, Reasons.SensorFault), (lane.LastScan.Verdict, lane.LastScan.Reasons[0]));
    }

    [Fact]
    public void In_an_unfit_environment_a_code_alone_cannot_be_judged()
    {
        Lane lane = new Lane().Unfit(1).Code();
        Assert.Equal((Verdict.Unable, Reasons.EnvironmentUnfit), (lane.LastScan.Verdict, lane.LastScan.Reasons[0]));
    }

    [Fact]
    public void A_lost_device_is_alarmed_once_and_cleared_once()
    {
        Lane lane = new Lane();
        foreach (bool faulty in new[] { true, true, false, false })
        {
            lane.Step(at => new DeviceChanged(at, KioskDevice.Thermal, faulty, Reasons.SensorFault));
        }

        Assert.Equal([true, false], lane.Events.OfType<AlarmEvent>().Select(static a => a.Active));
    }

    [Fact]
    public void An_open_housing_is_alarmed_once_and_cleared_once_and_a_closed_one_never()
    {
        Lane lane = new Lane();
        foreach (bool open in new[] { false, true, true, false, false })
        {
            lane.Step(at => new ContactChanged(at, "housing-open", open, "the housing"));
        }

        Assert.Equal([("housing-open", true), ("housing-open", false)], lane.Events.OfType<AlarmEvent>().Select(static a => (a.Code, a.Active)));
    }

    [Fact]
    public void The_guard_holds_against_a_reckless_policy()
    {
        Lane lane = new Lane(policy: new RecklessPolicy()).Person().Code(valid: false);
        Assert.Equal(Verdict.Deny, lane.LastScan.Verdict);
        lane = new Lane(policy: new RecklessPolicy()).Crowd(7);
        Assert.Equal(Verdict.Unable, lane.LastScan.Verdict);
    }

    [Fact]
    public void Temperature_only_asks_for_no_code() =>
        Assert.Equal(Verdict.Pass, new Lane(new MachineOptions { Mode = KioskMode.TemperatureOnly }).Person().LastScan.Verdict);

    [Fact]
    public void Code_only_asks_for_no_temperature() =>
        Assert.Equal(Verdict.Pass, new Lane(new MachineOptions { Mode = KioskMode.CodeOnly }).Code().LastScan.Verdict);

    [Fact]
    public void Maintenance_decides_nothing()
    {
        Lane lane = new Lane().Step(static at => new ModeSet(at, KioskMode.Maintenance)).Person().Code();
        Assert.Empty(lane.Events.OfType<ScanEvent>());
        Assert.Equal(ScreenPage.Maintenance, lane.Screen.Page);
    }

    [Fact]
    public void The_emergency_input_opens_even_when_the_journal_is_broken()
    {
        var lane = new Lane { JournalBroken = true };
        lane.Step(static at => new EmergencyChanged(at, true));
        Assert.True(lane.GateOpen);
        Assert.Equal(MachineState.Emergency, lane.Machine.State);
        lane.Wait(60);
        Assert.True(lane.GateOpen);
    }

    [Fact]
    public void A_kiosk_that_fell_behind_judges_nobody_by_what_it_saw_before()
    {
        Lane lane = new Lane().Person().Step(static at => new FellBehind(at)).Code();
        Assert.Equal(Reasons.PersonLeft, Assert.IsType<ScanEvent>(Assert.Single(lane.Events)).Reasons[0]);
        Assert.False(lane.GateOpen);
        lane.Person();
        Assert.Equal(Verdict.Pass, lane.LastScan.Verdict);

        lane = new Lane().Code().Step(static at => new FellBehind(at)).Person();
        Assert.Equal(Verdict.Unable, Assert.IsType<ScanEvent>(Assert.Single(lane.Events)).Verdict);
        Assert.Empty(new Lane().Approaching().Step(static at => new FellBehind(at)).Events);
    }

    [Fact]
    public void A_gate_that_was_kept_barred_because_it_was_late_is_told_and_the_screen_takes_the_word_back()
    {
        Lane lane = new Lane(new MachineOptions { GateReports = true }).Person().Code().Step(static at => new GateKeptBarred(at, Decided: true));
        GateEvent gate = Assert.Single(lane.Events.OfType<GateEvent>());
        Assert.Equal(("not-passed", "late", 1), (gate.Action, gate.Cause, gate.Scan));
        Assert.Equal((ScreenPage.Guide, false), (lane.Screen.Page, lane.GateOpen));

        // An order that came too late is nobody's passage, and ends nobody's.
        lane = new Lane(new MachineOptions { GateReports = true }).Person().Code().Step(static at => new GateKeptBarred(at, Decided: false));
        Assert.Null(Assert.Single(lane.Events.OfType<GateEvent>()).Scan);
        Assert.Equal(MachineState.Passage, lane.Machine.State);
    }

    [Fact]
    public void Who_registers_as_a_visitor_is_told_so_and_is_asked_for_nothing_else_meanwhile()
    {
        Lane lane = new Lane().Step(static at => new VisitorServed(at, Prompt.VisitorRegistered)).Nobody(5.5);
        Assert.Equal((ScreenPage.Guide, Prompt.VisitorRegistered), (lane.Screen.Page, lane.Screen.Prompts[0]));
        lane.Nobody(1);
        Assert.Equal(MachineState.Idle, lane.Machine.State);
        Assert.Empty(lane.Events);

        lane = new Lane().Person(seconds: Options.CodeTimeoutSeconds - 1);
        for (int i = 0; i < 10; i++)
        {
            // The form tells of itself every three seconds while somebody writes.
            lane.Step(static at => new VisitorServed(at, null)).Person(seconds: 3);
        }

        lane.Step(static at => new VisitorServed(at, Prompt.VisitorRegistered)).Person(seconds: 5.5);
        Assert.Equal(Prompt.VisitorRegistered, lane.Screen.Prompts[0]);
        lane.Person(seconds: 1);
        Assert.Equal((ScreenPage.ReadCode, (int)Options.CodeTimeoutSeconds), (lane.Screen.Page, lane.Screen.SecondsLeft));
        Assert.Empty(lane.Events);
        Assert.Equal(Verdict.Pass, lane.Code().LastScan.Verdict);
    }

    [Fact]
    public void Nobody_is_called_to_a_kiosk_whose_rules_pass_nobody()
    {
        Lane lane = new Lane().Step(static at => new DeviceChanged(at, KioskDevice.TrustList, true, Reasons.TrustListExpired));
        Assert.Equal(ScreenPage.Idle, lane.Screen.Page);
        lane.Step(static at => new DeviceChanged(at, KioskDevice.TrustList, true, Reasons.TrustListExpired) { PassesNobody = true });
        Assert.Equal((ScreenPage.OutOfService, Reasons.TrustListExpired), (lane.Screen.Page, Assert.Single(lane.Screen.Reasons)));
        lane.Step(static at => new DeviceChanged(at, KioskDevice.TrustList, false, Reasons.TrustListExpired));
        Assert.Equal(ScreenPage.Idle, lane.Screen.Page);
        Assert.Equal(2, lane.Events.Count);
    }

    [Fact]
    public void Who_was_refused_may_register_at_once()
    {
        Lane lane = new Lane().Person().Code(valid: false).Step(static at => new VisitorServed(at, Prompt.VisitorIncomplete));
        Assert.Equal((ScreenPage.Guide, Prompt.VisitorIncomplete), (lane.Screen.Page, lane.Screen.Prompts[0]));
    }

    [Fact]
    public void The_next_person_need_not_wait_for_the_cool_down()
    {
        Lane lane = new Lane().Person().Code(valid: false).Person(seconds: Options.VerdictSeconds + 0.3);
        Assert.Equal(MachineState.CoolDown, lane.Machine.State);
        lane.Nobody(0.4).Person(seconds: 0.3).Code(subject: "next");
        Assert.Equal(Verdict.Pass, lane.LastScan.Verdict);
    }

    [Fact]
    public void Somebody_who_leaves_after_a_reading_is_recorded_as_gone() =>
        Assert.Equal(Reasons.PersonLeft, new Lane().Person().Nobody(2).LastScan.Reasons[0]);

    [Fact]
    public void Somebody_who_merely_walks_by_leaves_no_event() =>
        Assert.Empty(new Lane().Approaching().Nobody(3).Events);
}
