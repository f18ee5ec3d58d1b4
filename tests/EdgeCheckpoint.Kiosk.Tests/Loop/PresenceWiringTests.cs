using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Presence;
using EdgeCheckpoint.Kiosk.Composition;
using EdgeCheckpoint.Kiosk.Configuration;
using EdgeCheckpoint.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeCheckpoint.Kiosk.Tests.Loop;

/// <summary>The range finder beside the contacts, as the configuration asks for it.</summary>
public sealed class PresenceWiringTests
{
    /// <summary>No bus of that number is on any board.</summary>
    private const int NoBus = 97;

    [Fact]
    public void A_range_finder_that_is_not_there_is_told_and_the_contacts_work_on()
    {
        (ServiceProvider site, ManualTime time) = Site(PresenceSource.RangeFinder);
        using (site)
        {
            Assert.Equal("", site.GetRequiredService<ISiteInputs>().Fault);
            time.Advance(TimeSpan.FromSeconds(3));
            Assert.Contains("presence: no VL53L0X answers", site.GetRequiredService<RangePresence>().Fault, StringComparison.Ordinal);
            Assert.Equal("", site.GetRequiredService<ISiteInputs>().Fault);
        }
    }

    [Fact]
    public void Without_one_nothing_is_missed()
    {
        (ServiceProvider site, ManualTime time) = Site(PresenceSource.Contact);
        using (site)
        {
            time.Advance(TimeSpan.FromSeconds(3));
            Assert.Null(site.GetService<RangePresence>());
            Assert.Equal("", site.GetRequiredService<ISiteInputs>().Fault);
        }
    }

    [Fact]
    public void A_simulated_gate_and_its_sensor_are_at_rest_once_the_service_has_ended()
    {
        (ServiceProvider site, ManualTime _) = Site(PresenceSource.Contact);
        IGate gate = site.GetRequiredService<IGate>();
        Assert.Equal(OutputFault.None, gate.Open());
        site.Dispose();
        Assert.NotEqual(OutputFault.None, gate.Open());
    }

    private static (ServiceProvider Site, ManualTime Time) Site(PresenceSource source)
    {
        var time = new ManualTime();
        var services = new ServiceCollection();
        services.AddSite(new KioskOptions { Gpio = new GpioOptions { Device = "" }, Presence = new PresenceOptions { Source = source, Bus = NoBus } }, time);
        return (services.BuildServiceProvider(), time);
    }
}
