using EdgeCheckpoint.Hardware.I2c;
using static EdgeCheckpoint.Hardware.Thermal.Mlx90640.Mlx90640Registers;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>One sub-page as it was recorded.</summary>
/// <param name="Ram">832 words from 0x0400.</param>
/// <param name="SubPage">0 or 1.</param>
public sealed record RecordedSubPage(ushort[] Ram, int SubPage);

/// <summary>A chip on a bus that serves recorded words again and again, at the rate the control register asks for.</summary>
/// <remarks>Safe to change from other threads while a driver reads it.</remarks>
public sealed class RecordedMlx90640 : II2cDevice
{
    private readonly Mlx90640Chip _chip;

    /// <param name="eeprom">832 words from 0x2400.</param>
    /// <param name="subPages">Served in turn.</param>
    public RecordedMlx90640(ushort[] eeprom, IReadOnlyList<RecordedSubPage> subPages, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(eeprom);
        ArgumentNullException.ThrowIfNull(subPages);
        ArgumentNullException.ThrowIfNull(time);
        if (eeprom.Length != EepromWords || subPages.Count == 0 || subPages.Any(static s => s.Ram.Length != RamWords))
        {
            throw new ArgumentException($"Takes {EepromWords} EEPROM words and at least one sub-page of {RamWords}.");
        }

        _chip = new Mlx90640Chip(eeprom, new Recording(subPages), time, busKilohertz: 0);
    }

    /// <inheritdoc cref="SimulatedMlx90640.Plugged"/>
    public bool Plugged
    {
        get => _chip.Plugged;
        set => _chip.Plugged = value;
    }

    /// <inheritdoc cref="SimulatedMlx90640.BrownOut"/>
    public void BrownOut() => _chip.BrownOut();

    /// <inheritdoc cref="SimulatedMlx90640.Freeze"/>
    public void Freeze(bool frozen) => _chip.Freeze(frozen);

    /// <inheritdoc cref="SimulatedMlx90640.SetBusClock"/>
    public void SetBusClock(int kilohertz) => _chip.SetBusClock(kilohertz);

    /// <summary>Changes a calibration word.</summary>
    /// <param name="index">0 to 831.</param>
    public void SetEeprom(int index, ushort word) => _chip.SetEeprom(index, word);

    /// <inheritdoc/>
    public BusFault Transfer(ReadOnlySpan<byte> write, Span<byte> read) => _chip.Transfer(write, read);

    public void Dispose()
    {
    }

    private sealed class Recording(IReadOnlyList<RecordedSubPage> subPages) : IMlx90640View
    {
        public int Measure(long count, double hertz, ushort control, Span<ushort> ram)
        {
            RecordedSubPage next = subPages[(int)(count % subPages.Count)];
            next.Ram.CopyTo(ram);
            return next.SubPage;
        }
    }
}
