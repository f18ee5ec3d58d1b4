using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.I2c;
using static EdgeCheckpoint.Hardware.Thermal.Mlx90640.Mlx90640Registers;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>One sub-page as it was recorded.</summary>
/// <param name="Ram">832 words from 0x0400.</param>
/// <param name="SubPage">0 or 1.</param>
public sealed record RecordedSubPage(ushort[] Ram, int SubPage);

/// <summary>A chip on a bus that serves recorded words again and again, at the rate the control register asks for.</summary>
public sealed class RecordedMlx90640 : II2cDevice
{
    private readonly IReadOnlyList<RecordedSubPage> _subPages;
    private readonly TimeProvider _time;
    private readonly Mlx90640RegisterFile _registers;
    private readonly MonotonicInstant _poweredAt;
    private long _measured;

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

        _subPages = subPages;
        _time = time;
        _registers = new Mlx90640RegisterFile(eeprom);
        _poweredAt = MonotonicInstant.Now(time);
    }

    /// <inheritdoc/>
    public BusFault Transfer(ReadOnlySpan<byte> write, Span<byte> read)
    {
        double hertz = (1 << ((_registers.Control & ControlRefreshMask) >> ControlRefreshShift)) / 2.0;
        long due = (long)((MonotonicInstant.Now(_time) - _poweredAt).TotalSeconds * hertz);
        if (due > _measured)
        {
            RecordedSubPage next = _subPages[(int)(due % _subPages.Count)];
            next.Ram.CopyTo(_registers.Ram);
            _registers.Status = (ushort)((_registers.Status & StatusOverwrite) | StatusNewData | next.SubPage);
        }

        _measured = due;
        return _registers.Transfer(write, read);
    }

    public void Dispose()
    {
    }
}
