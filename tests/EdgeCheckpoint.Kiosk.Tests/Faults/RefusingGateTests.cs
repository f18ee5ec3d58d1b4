using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Simulation.Demo;

namespace EdgeCheckpoint.Kiosk.Tests.Faults;

/// <summary>A gate that does not do what it is told, once.</summary>
public sealed class RefusingGateTests
{
    [Fact]
    public async Task A_relay_that_refuses_a_single_time_is_told_and_nobody_counts_as_gone()
    {
        await using SimulatedKiosk kiosk = DeviceFaults.WithStuckRelay(out Func<RefusingGate> gate);
        await kiosk.StartIdleAsync();
        gate().RefusesOnce = true;
        kiosk.Enter(kiosk.Wallet.Text(DemoCode.Green));
        await kiosk.UntilAsync(() => kiosk.Events().OfType<GateEvent>().Any(), "what became of the passage");
        GateEvent end = kiosk.Events().OfType<GateEvent>().First();
        Assert.Equal(("not-passed", "fault"), (end.Action, end.Cause));
        await kiosk.LeaveAsync();
        await kiosk.ShowsAsync(ScreenPage.Idle);
    }
}
