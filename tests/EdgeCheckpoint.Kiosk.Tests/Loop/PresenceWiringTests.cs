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
        (ISiteInputs inputs, ManualTime time) = Inputs(PresenceSource.RangeFinder);
        using (inputs)
        {
            time.Advance(TimeSpan.FromSeconds(3));
            Assert.Contains("presence: no VL53L0X answers", inputs.Fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_one_nothing_is_missed()
    {
        (ISiteInputs inputs, ManualTime time) = Inputs(PresenceSource.Contact);
        using (inputs)
        {
            time.Advance(TimeSpan.FromSeconds(3));
            Assert.Equal("", inputs.Fault);
        }
    }

    private static (ISiteInputs Inputs, ManualTime Time) Inputs(PresenceSource source)
    {
        var time = new ManualTime();
        var services = new ServiceCollection();
        services.AddSite(new KioskOptions { Gpio = new GpioOptions { Device = "" }, Presence = new PresenceOptions { Source = source, Bus = NoBus } }, time);
        return (services.BuildServiceProvider().GetRequiredService<ISiteInputs>(), time);
    }
}
