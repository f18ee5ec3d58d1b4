using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Gate;
using EdgeCheckpoint.Hardware.Gpio;
using EdgeCheckpoint.Hardware.Native;
using EdgeCheckpoint.Hardware.Tests.Lab;
using EdgeCheckpoint.Simulation.Gate;

namespace EdgeCheckpoint.Hardware.Tests.Gate;

/// <summary>The site of the wiring plan on the kernel's interface: voltages are those a meter would show.</summary>
[Collection(LabDevices.Collection)]
public sealed class KernelSiteTests : IDisposable
{
    private readonly KernelGpioChip _chip;

    public KernelSiteTests()
    {
        LabDevices.StartGpio(28, "");
        foreach ((_, LineOptions line) in SimulatedSite.Wiring.Inputs.Wired())
        {
            LabDevices.DriveGpio(int.Parse(line.Line, provider: null), line.ActiveLow);
        }

        Assert.Equal(GpioFault.None, KernelGpioChip.Open(LabDevices.Chip, out KernelGpioChip? chip));
        _chip = chip!;
    }

    public void Dispose() => _chip.Dispose();

    [Fact]
    public void Gate_lamps_and_buzzer_move_their_lines_and_leave_them_without_current()
    {
        using (SiteHardware site = Open())
        {
            Assert.Equal("", High(17, 18, 22, 23, 24, 25));
            site.Gate.Open();
            site.Signals.Show(SignalAspect.Go);
            site.Signals.Sound(BuzzerPattern.Alarm);
            Assert.Equal("17 18 22", High(17, 18, 22, 23, 24, 25));
            site.Signals.Show(SignalAspect.OutOfService);
            site.Gate.Release();
            Assert.Equal("17 18 23 24", High(17, 18, 22, 23, 24, 25));
        }

        Assert.Equal("", High(17, 18, 22, 23, 24, 25));
    }

    [Fact]
    public async Task Contacts_are_told_and_an_emergency_releases_before_it_is_read()
    {
        using SiteHardware site = Open();
        for (int i = 0; i < 5; i++)
        {
            Assert.False((await Next(site)).Active);
        }

        LabDevices.DriveGpio(5, false);
        Assert.Equal(SiteSignal.Passed, (await Next(site)).Signal);
        LabDevices.DriveGpio(20, true);
        Assert.Equal((SiteSignal.EmergencyRelease, true), Told(await Next(site)));
        Assert.Equal(GatePosition.Released, site.Gate.Position);
        Assert.Equal("17", High(17));
    }

    [Fact]
    public async Task A_cut_wire_of_a_normally_closed_contact_is_told()
    {
        using SiteHardware site = Open();
        for (int i = 0; i < 5; i++)
        {
            await Next(site);
        }

        LabDevices.DriveGpio(21, null);
        Assert.Equal((SiteSignal.Tamper, true), Told(await Next(site)));
    }

    [Fact]
    public async Task A_chip_that_is_lost_and_comes_back_tells_what_changed_meanwhile()
    {
        using SiteHardware site = Open();
        for (int i = 0; i < 5; i++)
        {
            await Next(site);
        }

        LabDevices.FailGpio(Errno.NoDevice);
        Assert.Equal(OutputFault.Failed, site.Gate.Open());
        LabDevices.FailGpio(0);
        Assert.Equal(OutputFault.None, site.Gate.Open());
        LabDevices.DriveGpio(12, false);
        Assert.Equal((SiteSignal.Door, true), Told(await Next(site)));
    }

    private SiteHardware Open()
    {
        Assert.True(SiteHardware.TryOpen(_chip, SimulatedSite.Wiring, TimeProvider.System, out SiteHardware? site, out string fault), fault);
        return site!;
    }

    private static string High(params int[] lines) => string.Join(' ', lines.Where(LabDevices.GpioVoltage));

    private static (SiteSignal Signal, bool Active) Told(SiteInput input) => (input.Signal, input.Active);

    private static async Task<SiteInput> Next(SiteHardware site)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(10));
        return await site.Inputs.ReadAsync(patience.Token);
    }
}
