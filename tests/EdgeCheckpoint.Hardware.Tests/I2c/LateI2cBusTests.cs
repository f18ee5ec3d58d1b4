using EdgeCheckpoint.Hardware.I2c;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Hardware.Tests.I2c;

/// <summary>A bus that is not there; <see cref="EmulatedBusTests"/> has one that comes and goes.</summary>
public sealed class LateI2cBusTests
{
    private const int Absent = 98;

    [Fact]
    public void Without_a_bus_nobody_answers_and_every_chip_says_why()
    {
        using var bus = new LateI2cBus(Absent, new WaitDrivenTime());
        using II2cDevice first = bus.Device(0x33), second = bus.Device(0x29);
        Assert.Equal("", first.Problem);
        Assert.Equal(BusFault.AddressNack, first.Transfer([0x10], new byte[1]));
        Assert.StartsWith($"/dev/i2c-{Absent} is absent", first.Problem, StringComparison.Ordinal);
        Assert.Equal(first.Problem, second.Problem);
    }
}
