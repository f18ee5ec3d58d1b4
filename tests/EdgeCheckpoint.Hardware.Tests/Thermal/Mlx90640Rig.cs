using EdgeCheckpoint.Hardware.I2c;
using EdgeCheckpoint.Hardware.Tests.I2c;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

/// <summary>A chip that shows one person, on a bus whose ways to fail a test can choose.</summary>
internal interface IMlx90640Rig : IDisposable
{
    II2cDevice Device { get; }

    TimeProvider Time { get; }

    void FailNext(int transfers, BusFault fault);

    void Plug(bool plugged);

    void BrownOut();

    void Freeze(bool frozen);

    /// <summary>Transfers take longer than a sub-page.</summary>
    void Slow(bool slow);

    void SetEeprom(int index, ushort word);
}

/// <summary>Makes the rig of this run: in memory, or, in a process with the emulator preloaded, over the kernel's interface.</summary>
internal static class Mlx90640Rig
{
    public const Mlx90640Refresh Refresh = Mlx90640Refresh.Sixteen;

    public static readonly ushort[] Eeprom = SyntheticEeprom.Build(5, 300);

    public static IMlx90640Rig Create() =>
        EmulatedBus.StateFile is { } file ? new KernelRig(EmulatedBus.Attach(file)) : new MemoryRig();

    public static IReadOnlyList<RecordedSubPage> SubPages(ushort[] eeprom)
    {
        ushort control = new Mlx90640Options { Refresh = Refresh }.Control;
        return [.. Enumerable.Range(0, 2).Select(s => new RecordedSubPage(Mlx90640Words.OfPerson(eeprom, control, s), s))];
    }

    private sealed class MemoryRig : IMlx90640Rig
    {
        private readonly WaitDrivenTime _time = new();
        private readonly RecordedMlx90640 _chip;
        private readonly FaultyI2c _bus;

        public MemoryRig()
        {
            _chip = new RecordedMlx90640([.. Eeprom], SubPages(Eeprom), _time);
            _bus = new FaultyI2c(_chip);
        }

        public II2cDevice Device => _bus;

        public TimeProvider Time => _time;

        public void FailNext(int transfers, BusFault fault) => _bus.FailNext(transfers, fault);

        public void Plug(bool plugged) => _chip.Plugged = plugged;

        public void BrownOut() => _chip.BrownOut();

        public void Freeze(bool frozen) => _chip.Freeze(frozen);

        public void Slow(bool slow) => _chip.SetBusClock(slow ? 100 : 0);

        public void SetEeprom(int index, ushort word) => _chip.SetEeprom(index, word);

        public void Dispose()
        {
        }
    }

    private sealed class KernelRig : IMlx90640Rig
    {
        private readonly EmulatedBus _emulated;
        private readonly LinuxI2cBus _bus;

        public KernelRig(EmulatedBus emulated)
        {
            _emulated = emulated;
            emulated.Chip(0).Reset(Mlx90640Registers.BusAddress, Eeprom, SubPages(Eeprom));
            _bus = LinuxI2cBus.TryOpen(EmulatedBus.Number, out string? problem) ?? throw new InvalidOperationException(problem);
            Device = _bus.Device(Mlx90640Registers.BusAddress);
        }

        public II2cDevice Device { get; }

        public TimeProvider Time => _emulated.Time;

        public void FailNext(int transfers, BusFault fault) => _emulated.Chip(0).FailNext(transfers, fault);

        public void Plug(bool plugged) => _emulated.Chip(0).Plug(plugged);

        public void BrownOut() => _emulated.Chip(0).BrownOut();

        public void Freeze(bool frozen) => _emulated.Chip(0).Freeze(frozen);

        public void Slow(bool slow) => _emulated.Chip(0).Delay(slow ? 70_000 : 0);

        public void SetEeprom(int index, ushort word) => _emulated.Chip(0).SetWord((ushort)(Mlx90640Registers.EepromAddress + index), word);

        public void Dispose()
        {
            _bus.Dispose();
            _emulated.Dispose();
        }
    }
}
