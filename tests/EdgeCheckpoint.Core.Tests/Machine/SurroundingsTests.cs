using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;

namespace EdgeCheckpoint.Core.Tests.Machine;

/// <summary>A place where nobody can be measured is a state of the kiosk, not of whoever comes.</summary>
public sealed class SurroundingsTests
{
    [Fact]
    public void A_room_that_stays_too_hot_puts_the_kiosk_out_of_service_and_clears_by_itself()
    {
        Lane lane = new Lane().Unfit(6);
        Assert.Equal(ScreenPage.OutOfService, lane.Screen.Page);
        Assert.Equal([Reasons.EnvironmentUnfit], lane.Screen.Reasons);
        Assert.Equal(ScreenPage.Idle, lane.Nobody(6).Screen.Page);
        Assert.Equal([(Reasons.EnvironmentUnfit, true), (Reasons.EnvironmentUnfit, false)], Alarms(lane));
    }

    [Fact]
    public void A_passing_ray_of_the_sun_is_no_alarm()
    {
        Lane lane = new Lane();
        for (int i = 0; i < 10; i++)
        {
            lane.Unfit(3, Reasons.HeatInView).Nobody(1);
        }

        Assert.Empty(lane.Events);
    }

    [Fact]
    public void A_room_on_the_edge_is_alarmed_once()
    {
        Lane lane = new Lane().Unfit(6);
        for (int i = 0; i < 30; i++)
        {
            lane.Nobody(1).Unfit(1);
        }

        Assert.Equal([(Reasons.EnvironmentUnfit, true)], Alarms(lane));
    }

    [Fact]
    public void A_sensor_that_warms_up_says_so_at_once()
    {
        Lane lane = new Lane().Unfit(0.2, Reasons.SensorWarmingUp);
        Assert.Equal((ScreenPage.OutOfService, Reasons.SensorWarmingUp), (lane.Screen.Page, lane.Screen.Reasons[0]));
        Assert.Equal(ScreenPage.Idle, lane.Nobody(0.2).Screen.Page);
    }

    [Fact]
    public void Where_only_codes_are_asked_for_people_come_all_the_same()
    {
        Lane lane = new Lane(new MachineOptions { Mode = KioskMode.CodeOnly }).Unfit(6);
        Assert.Equal(ScreenPage.Idle, lane.Screen.Page);
        Assert.Equal(Verdict.Pass, lane.Code().LastScan.Verdict);
    }

    [Fact]
    public void Another_reason_stands_in_for_the_first()
    {
        Lane lane = new Lane().Unfit(6).Unfit(6, Reasons.HeatInView);
        Assert.Equal([Reasons.HeatInView], lane.Screen.Reasons);
        Assert.Equal([(Reasons.EnvironmentUnfit, true), (Reasons.EnvironmentUnfit, false), (Reasons.HeatInView, true)], Alarms(lane));
    }

    [Fact]
    public void Whoever_stands_there_is_told_why_it_takes_so_long()
    {
        Lane lane = new Lane().Near().Unfit(3);
        Assert.Equal((ScreenPage.Guide, Reasons.EnvironmentUnfit), (lane.Screen.Page, lane.Screen.Reasons[0]));
    }

    private static IEnumerable<(string, bool)> Alarms(Lane lane) => lane.Events.OfType<AlarmEvent>().Select(static a => (a.Code, a.Active));
}
