using EdgeCheckpoint.Hardware.I2c;
using EdgeCheckpoint.Kiosk.Composition;

namespace EdgeCheckpoint.Kiosk.Tests.Composition;

public sealed class I2cBusesTests
{
    [Fact]
    public void Chips_that_are_told_the_same_bus_share_it()
    {
        using var buses = new I2cBuses(TimeProvider.System);
        II2cDevice thermal = buses.Device(98, 0x33), range = buses.Device(98, 0x29), elsewhere = buses.Device(99, 0x29);
        thermal.Transfer([0x10], new byte[1]);
        Assert.NotEqual("", thermal.Problem);
        Assert.Equal((thermal.Problem, ""), (range.Problem, elsewhere.Problem));
    }
}
