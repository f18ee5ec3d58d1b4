using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;

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

    private static Lane Hold(Lane lane, double repeatedEachSeconds, double seconds, string subject = "s1")
    {
        for (double held = 0; held < seconds; held += repeatedEachSeconds)
        {
            lane.Code(subject: subject).Nobody(repeatedEachSeconds);
        }

        return lane;
    }
}
