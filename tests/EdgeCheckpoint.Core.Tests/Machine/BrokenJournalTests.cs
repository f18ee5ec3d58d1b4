using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;

namespace EdgeCheckpoint.Core.Tests.Machine;

/// <summary>What happens while the journal takes nothing is told once it does.</summary>
public sealed class BrokenJournalTests
{
    [Fact]
    public void An_emergency_is_written_as_soon_as_the_journal_works_again_and_with_its_own_instant()
    {
        var lane = new Lane { JournalBroken = true };
        lane.Step(static at => new EmergencyChanged(at, true)).Wait(30);
        Assert.Empty(lane.Events);
        lane.JournalBroken = false;
        lane.Wait(3);
        Assert.Equal(["released", "storage-fault"], lane.Events.Select(NameOf));
        Assert.Equal(100, lane.Written[0].Time.MonotonicMs);
        Assert.True(lane.GateOpen && lane.Machine.State == MachineState.Emergency);
    }

    [Fact]
    public void Everything_that_happened_meanwhile_is_written_in_its_order_and_nothing_that_was_not_done()
    {
        var lane = new Lane(new MachineOptions { GateReports = true });
        lane.Person().Code();
        lane.JournalBroken = true;
        lane.Step(static at => new GateReported(at, GatePassage.Passed)).Nobody(1);
        lane.Person().Code().Step(static at => new GateOpenRequested(at));
        lane.Step(static at => new DeviceChanged(at, KioskDevice.Camera, true, Reasons.CameraFault));
        lane.Step(static at => new EmergencyChanged(at, true)).Wait(5).Step(static at => new EmergencyChanged(at, false)).Wait(5);
        lane.JournalBroken = false;
        lane.Wait(3);
        Assert.Equal(["pass", "passed", "camera-fault", "released", "secured", "storage-fault"], lane.Events.Select(NameOf));
        Assert.Equal(lane.Written.Select(static w => w.Time.MonotonicMs).Order(), lane.Written.Select(static w => w.Time.MonotonicMs));
        Assert.Equal(2, lane.Openings);
    }

    [Fact]
    public void What_finds_no_room_in_memory_is_counted_and_the_count_is_told()
    {
        var lane = new Lane { JournalBroken = true };
        for (int i = 0; i < 505; i++)
        {
            lane.Step(static at => new ContactChanged(at, "housing-open", true, "")).Step(static at => new ContactChanged(at, "housing-open", false, ""));
        }

        lane.JournalBroken = false;
        lane.Wait(3);
        Assert.Equal(1001, lane.Events.Count);
        Assert.Contains("10 events", Assert.IsType<AlarmEvent>(lane.Events[^1]).Detail, StringComparison.Ordinal);
    }

    private static string NameOf(CheckpointEvent data) => data switch
    {
        GateEvent gate => gate.Action,
        AlarmEvent alarm => alarm.Code,
        ScanEvent scan => Words.Of(scan.Verdict),
        _ => data.Kind,
    };
}
