using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Kiosk.Pumps;

namespace EdgeCheckpoint.Kiosk.Tests.Pumps;

public sealed class InputPumpTests
{
    [Fact]
    public void Every_contact_and_button_tells_the_machine_something()
    {
        foreach (SiteSignal signal in Enum.GetValues<SiteSignal>())
        {
            Assert.NotNull(InputPump.Translate(new SiteInput(signal, true, default)));
        }
    }

    [Fact]
    public void A_button_that_is_let_go_opens_nothing_and_ends_nothing()
    {
        Assert.Null(InputPump.Translate(new SiteInput(SiteSignal.StaffButton, false, default)));
        Assert.Null(InputPump.Translate(new SiteInput(SiteSignal.EverybodyButton, false, default)));
    }

    [Fact]
    public void An_open_housing_and_a_cut_fire_alarm_are_told_with_their_instant()
    {
        var at = new MonotonicInstant(TimeSpan.FromSeconds(7));
        Assert.Equal(new ContactChanged(at, "housing-open", true, "the housing is open"), InputPump.Translate(new SiteInput(SiteSignal.Tamper, true, at)));
        Assert.Equal(new EmergencyChanged(at, true), InputPump.Translate(new SiteInput(SiteSignal.EmergencyRelease, true, at)));
    }
}
