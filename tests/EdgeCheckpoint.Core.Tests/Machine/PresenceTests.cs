using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Machine;

namespace EdgeCheckpoint.Core.Tests.Machine;

/// <summary>A presence sensor tells that somebody is there, and not who.</summary>
public sealed class PresenceTests
{
    [Fact]
    public void Somebody_near_is_asked_to_come_as_long_as_they_stand_there()
    {
        Lane lane = new Lane().Near().Nobody(10);
        Assert.Equal((ScreenPage.Guide, Prompt.ComeCloser), (lane.Screen.Page, lane.Screen.Prompts[0]));
        lane.Nobody(200).Near(false).Nobody();
        Assert.Equal(ScreenPage.Idle, lane.Screen.Page);
        Assert.Empty(lane.Events);
    }

    [Fact]
    public void In_code_only_somebody_near_is_asked_for_a_code_though_there_is_no_thermometer()
    {
        Lane lane = new Lane(new MachineOptions { Mode = KioskMode.CodeOnly })
            .Step(static at => new DeviceChanged(at, KioskDevice.Thermal, true, Reasons.SensorFault)).Near().Wait(10);
        Assert.Equal(ScreenPage.ReadCode, lane.Screen.Page);
        Assert.Equal(Verdict.Pass, lane.Code().LastScan.Verdict);
    }

    [Fact]
    public void Somebody_who_walks_by_a_broken_thermometer_leaves_no_event()
    {
        Lane lane = new Lane().Step(static at => new DeviceChanged(at, KioskDevice.Thermal, true, Reasons.SensorFault)).Near().Wait(3).Near(false).Wait(30);
        Assert.Equal((1, ScreenPage.OutOfService), (lane.Events.Count, lane.Screen.Page));
    }

    [Theory]
    [InlineData(KioskMode.Normal)]
    [InlineData(KioskMode.TemperatureOnly)]
    [InlineData(KioskMode.CodeOnly)]
    public void One_that_hangs_records_nobody_even_before_a_broken_thermometer(KioskMode mode)
    {
        Lane lane = new Lane(new MachineOptions { Mode = mode }).Step(static at => new DeviceChanged(at, KioskDevice.Thermal, true, Reasons.SensorFault)).Near().Wait(300);
        Assert.Single(lane.Events);
        Assert.Equal(ScreenPage.Idle, lane.Step(static at => new DeviceChanged(at, KioskDevice.Thermal, false, "")).Near(false).Nobody().Screen.Page);
    }

    [Fact]
    public void Nobody_is_called_by_a_presence_that_ends()
    {
        Lane lane = new Lane().Near(false);
        Assert.Equal((MachineState.Idle, ScreenPage.Idle), (lane.Machine.State, lane.Screen.Page));
    }

    [Fact]
    public void A_presence_sensor_that_failed_is_not_believed()
    {
        Lane lane = new Lane().Near().Step(static at => new DeviceChanged(at, KioskDevice.Presence, true, Reasons.PresenceFault)).Nobody();
        Assert.Equal(ScreenPage.Idle, lane.Screen.Page);
    }

    [Fact]
    public void Presence_keeps_no_reading_for_whoever_comes_next()
    {
        Lane lane = new Lane().Near().Person().Nobody(1).Code();
        Assert.Equal((Reasons.PersonLeft, 0), (lane.LastScan.Reasons[0], lane.Openings));
    }

    [Fact]
    public void Presence_keeps_no_code_for_whoever_comes_next()
    {
        Lane lane = new Lane().Near().Approaching().Code().Nobody(1).Person();
        Assert.Equal(0, lane.Openings);
    }
}
