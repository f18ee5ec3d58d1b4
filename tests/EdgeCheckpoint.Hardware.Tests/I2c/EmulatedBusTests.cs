using EdgeCheckpoint.Hardware.I2c;
using EdgeCheckpoint.Hardware.Native;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Hardware.Tests.I2c;

/// <summary>What the adapter makes of the kernel's answers. These run in the process that has the emulator preloaded, and pass elsewhere by finding no bus.</summary>
[Collection(EmulatedBus.Collection)]
public sealed class EmulatedBusTests
{
    private const int Address = 0x5B;
    private const uint NoDevice = 19;

    [Fact]
    public void A_bus_has_one_owner_at_a_time() => Over((bus, _) =>
    {
        Assert.Null(LinuxI2cBus.TryOpen(EmulatedBus.Number, out string? problem));
        Assert.Contains("already in use", problem, StringComparison.Ordinal);
        bus.Dispose();
        using LinuxI2cBus? again = LinuxI2cBus.TryOpen(EmulatedBus.Number, out problem);
        Assert.Null(problem);
    });

    [Fact]
    public void What_was_written_is_read_back() => Over((bus, _) =>
    {
        using II2cDevice device = bus.Device(Address);
        Assert.Equal(BusFault.None, device.Transfer([0x10, 1, 2, 3], []));
        byte[] read = new byte[3];
        Assert.Equal(BusFault.None, device.Transfer([0x10], read));
        Assert.Equal([1, 2, 3], read);
    });

    [Fact]
    public void An_adapter_that_only_speaks_smbus_serves_short_transfers() => Over(static (_, _) => { }, (bus, chip) =>
    {
        using II2cDevice device = bus.Device(Address);
        Assert.Equal(BusFault.None, device.Transfer([0x20, 7, 8], []));
        byte[] read = new byte[2];
        Assert.Equal(BusFault.None, device.Transfer([0x20], read));
        Assert.Equal([7, 8], read);
        Assert.Equal(BusFault.Other, device.Transfer([0x20], new byte[33]));
        chip.FailNext(1, BusFault.Timeout);
        Assert.Equal(BusFault.Timeout, device.Transfer([0x20], read));
    });

    [Fact]
    public void Nobody_at_the_address_is_not_a_refused_byte() => Over((bus, chip) =>
    {
        using II2cDevice device = bus.Device(Address);
        chip.FailNext(1, BusFault.DataNack);
        Assert.Equal(BusFault.DataNack, device.Transfer([0x10], new byte[1]));
        chip.FailNext(int.MaxValue, BusFault.DataNack);
        Assert.Equal(BusFault.AddressNack, device.Transfer([0x10], new byte[1]));
        using II2cDevice absent = bus.Device(0x22);
        Assert.Equal(BusFault.AddressNack, absent.Transfer([0x10], new byte[1]));
    });

    [Fact]
    public void Chips_share_a_bus_that_comes_back_after_its_adapter_was_unplugged() => Over((bus, chip) =>
    {
        bus.Dispose();
        var time = new WaitDrivenTime();
        using var late = new LateI2cBus(EmulatedBus.Number, time);
        using II2cDevice first = late.Device(Address), second = late.Device(Address);
        Assert.Equal((BusFault.None, BusFault.None), (first.Transfer([0x10], new byte[1]), second.Transfer([0x10], new byte[1])));
        Assert.Equal("", second.Problem);

        chip.FailNextWith(NoDevice);
        Assert.Equal(BusFault.Other, first.Transfer([0x10], new byte[1]));
        Assert.Equal(BusFault.AddressNack, second.Transfer([0x10], new byte[1]));
        time.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal((BusFault.None, BusFault.None), (second.Transfer([0x10], new byte[1]), first.Transfer([0x10], new byte[1])));
    });

    [Fact]
    public void A_bus_is_gone_once_its_adapter_is_and_not_by_a_fault_of_a_chip() => Over((bus, chip) =>
    {
        using II2cDevice device = bus.Device(Address);
        foreach (BusFault fault in (BusFault[])[BusFault.AddressNack, BusFault.ArbitrationLost, BusFault.Timeout, BusFault.Other])
        {
            chip.FailNext(1, fault);
            Assert.Equal(fault, device.Transfer([0x10], new byte[1]));
            Assert.False(bus.IsGone);
        }

        chip.FailNextWith(NoDevice);
        Assert.Equal(BusFault.Other, device.Transfer([0x10], new byte[1]));
        Assert.True(bus.IsGone);
    });

    private static void Over(Action<LinuxI2cBus, EmulatedChip> plain, Action<LinuxI2cBus, EmulatedChip>? smbus = null)
    {
        if (EmulatedBus.StateFile is not { } file)
        {
            Assert.Null(LinuxI2cBus.TryOpen(98, out _));
            return;
        }

        using EmulatedBus emulated = EmulatedBus.Attach(file);
        EmulatedChip chip = emulated.Chip(1);
        Run(I2cAbi.CanTransfer | I2cAbi.CanSmbus, plain);
        if (smbus is not null)
        {
            Run(I2cAbi.CanSmbus, smbus);
        }

        void Run(ulong functions, Action<LinuxI2cBus, EmulatedChip> test)
        {
            chip.Reset(Address, addressBytes: 1);
            emulated.SetFunctions(functions);
            using LinuxI2cBus bus = LinuxI2cBus.TryOpen(EmulatedBus.Number, out string? problem) ?? throw new InvalidOperationException(problem);
            test(bus, chip);
            emulated.SetFunctions(I2cAbi.CanTransfer | I2cAbi.CanSmbus);
        }
    }
}
