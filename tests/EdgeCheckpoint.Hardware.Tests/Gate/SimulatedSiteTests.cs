using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Gate;
using EdgeCheckpoint.Hardware.Gpio;
using EdgeCheckpoint.Simulation.Gate;

namespace EdgeCheckpoint.Hardware.Tests.Gate;

/// <summary>The whole site on real time: the input thread reads while people walk.</summary>
public sealed class SimulatedSiteTests : IDisposable
{
    private readonly SimulatedSite _site = SimulatedSite.Start(TimeProvider.System);

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task The_levels_that_hold_at_start_come_first()
    {
        Dictionary<SiteSignal, bool> first = await Initial(_site);
        Assert.Equal(
            [SiteSignal.Presence, SiteSignal.CallButton, SiteSignal.EmergencyRelease, SiteSignal.Tamper, SiteSignal.Door],
            first.Keys.Order());
        Assert.DoesNotContain(true, first.Values);
    }

    [Fact]
    public async Task A_person_walks_once_through_a_gate_that_was_opened()
    {
        await Initial(_site);
        Assert.False(_site.Walk());
        _site.Gate.Open();
        await Until(() => !_site.Chip.IsHigh(17));
        Assert.True(_site.Walk());
        Assert.Equal(SiteSignal.Passed, (await Next()).Signal);
        Assert.False(_site.Walk());
    }

    [Fact]
    public async Task Turning_back_and_forcing_are_told()
    {
        await Initial(_site);
        _site.Gate.Open();
        await Until(() => !_site.Chip.IsHigh(17));
        _site.TurnBack();
        Assert.Equal(SiteSignal.NotPassed, (await Next()).Signal);
        _site.Force();
        Assert.Equal(SiteSignal.Forced, (await Next()).Signal);
    }

    [Fact]
    public async Task The_gate_is_released_before_the_emergency_is_read()
    {
        await Initial(_site);
        _site.SetEmergency(true);
        SiteInput input = await Next();
        Assert.Equal((SiteSignal.EmergencyRelease, true), (input.Signal, input.Active));
        Assert.Equal(GatePosition.Released, _site.Gate.Position);
        Assert.Equal(OutputFault.Held, _site.Gate.Bar());
        Assert.True(_site.IsOpen);
        _site.SetEmergency(false);
        Assert.False((await Next()).Active);
        Assert.Equal(OutputFault.None, _site.Gate.Bar());
    }

    [Fact]
    public async Task An_emergency_that_holds_at_start_releases_at_once()
    {
        SimulatedGpioChip chip = new(28, TimeProvider.System);
        chip.Drive(20, high: true);
        SiteOptions options = SimulatedSite.Wiring;
        Assert.True(SiteHardware.TryOpen(chip, options, TimeProvider.System, out SiteHardware? hardware, out _));
        using (hardware)
        {
            await Until(() => hardware!.Gate.Position == GatePosition.Released);
        }
    }

    [Fact]
    public async Task Pressing_a_button_is_two_changes()
    {
        await Initial(_site);
        _site.PressCall();
        Assert.Equal((SiteSignal.CallButton, true), Told(await Next()));
        Assert.Equal((SiteSignal.CallButton, false), Told(await Next()));
    }

    [Fact]
    public async Task A_change_during_a_failure_of_the_chip_is_told_when_it_is_back()
    {
        await Initial(_site);
        _site.Chip.Broken = GpioFault.Failed;
        await Until(() => _site.Inputs.Fault.Length > 0);
        _site.SetTamper(true);
        _site.Chip.Broken = GpioFault.None;
        Assert.Equal((SiteSignal.Tamper, true), Told(await Next()));
        await Until(() => _site.Inputs.Fault.Length == 0);
    }

    [Fact]
    public async Task A_staff_button_counts_from_the_press_that_was_seen_on()
    {
        int button = int.Parse(SimulatedSite.Wiring.Inputs.StaffButton.Line, provider: null);
        SimulatedGpioChip chip = new(28, TimeProvider.System);
        chip.Drive(button, high: false);
        Assert.True(SiteHardware.TryOpen(chip, SimulatedSite.Wiring, TimeProvider.System, out SiteHardware? hardware, out _));
        using (hardware)
        {
            // Stuck at the start, and again when the chip comes back: neither is a press.
            Assert.DoesNotContain(SiteSignal.StaffButton, await FirstAsync(5));
            chip.Drive(button, high: true);
            chip.Broken = GpioFault.Failed;
            await Until(() => hardware!.Inputs.Fault.Length > 0);
            chip.Drive(button, high: false);
            chip.Broken = GpioFault.None;
            await Until(() => hardware!.Inputs.Fault.Length == 0);
            chip.Drive(button, high: true);
            chip.Drive(12, high: false);
            Assert.DoesNotContain(SiteSignal.StaffButton, await FirstAsync(1));

            chip.Drive(button, high: false);
            Assert.Equal([SiteSignal.StaffButton], await FirstAsync(1));
        }

        async Task<List<SiteSignal>> FirstAsync(int count)
        {
            List<SiteSignal> told = [];
            while (told.Count < count)
            {
                using CancellationTokenSource patience = new(TimeSpan.FromSeconds(10));
                told.Add((await hardware!.Inputs.ReadAsync(patience.Token)).Signal);
            }

            return told;
        }
    }

    [Fact]
    public void A_line_that_is_taken_is_named_with_what_to_do()
    {
        using SimulatedGpioChip chip = new(28, TimeProvider.System);
        chip.Request(new GpioRequest("other", Output: true, [new GpioLine(17)]), out _);
        Assert.False(SiteHardware.TryOpen(chip, SimulatedSite.Wiring, TimeProvider.System, out _, out string fault));
        Assert.Equal("gate: a line is used by another program; 'checkpointctl gpio list' shows by which", fault);
    }

    private static (SiteSignal Signal, bool Active) Told(SiteInput input) => (input.Signal, input.Active);

    private static async Task<Dictionary<SiteSignal, bool>> Initial(SimulatedSite site)
    {
        Dictionary<SiteSignal, bool> first = [];
        for (int i = 0; i < 5; i++)
        {
            SiteInput input = await Next(site);
            first.Add(input.Signal, input.Active);
        }

        return first;
    }

    private Task<SiteInput> Next() => Next(_site);

    private static async Task<SiteInput> Next(SimulatedSite site)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(10));
        return await site.Inputs.ReadAsync(patience.Token);
    }

    private static async Task Until(Func<bool> condition)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(10));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
        }
    }
}
