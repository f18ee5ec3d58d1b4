using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.I2c;

namespace EdgeCheckpoint.Hardware.Presence;

/// <summary>ST VL53L0X, a laser range finder of some 3 cm to 1.2 m, at address 0x29. One owner, one thread.</summary>
/// <remarks>
/// Single measurements with the settings the chip starts with, as the Linux driver takes them: fit to tell whether somebody stands there.
/// The maker's tuning and reference calibration, which measuring to the millimetre would need, are left out.
/// Nothing waits here: a measurement is begun, takes about 33 ms, and is collected later.
/// </remarks>
public sealed class Vl53l0x(II2cDevice chip)
{
    public const int Address = 0x29;

    private const byte Start = 0x00;
    private const byte InterruptConfiguration = 0x0A;
    private const byte InterruptClear = 0x0B;
    private const byte InterruptStatus = 0x13;
    private const byte Result = 0x14;
    private const byte PadVoltage = 0x89;
    private const byte ModelId = 0xC0;

    /// <summary>Status in bits 3 to 6 of the first result byte: the measurement is whole and plausible.</summary>
    private const int RangeValid = 11;

    /// <summary>Asks the chip who it is and readies it.</summary>
    /// <returns><see cref="SensorFault.Absent"/> when nothing, or another chip, answers.</returns>
    public SensorFault Initialize()
    {
        Span<byte> id = stackalloc byte[2];
        BusFault fault = chip.Transfer([ModelId], id);
        if (fault != BusFault.None || id is not [0xEE, 0xAA])
        {
            return fault is BusFault.None or BusFault.AddressNack ? SensorFault.Absent : SensorFault.Bus;
        }

        Span<byte> pads = stackalloc byte[1];
        bool done = chip.Transfer([PadVoltage], pads) == BusFault.None
            && chip.Transfer([PadVoltage, (byte)(pads[0] | 1)], []) == BusFault.None
            && chip.Transfer([InterruptConfiguration, 4], []) == BusFault.None
            && chip.Transfer([InterruptClear, 1], []) == BusFault.None;
        return done ? SensorFault.None : SensorFault.Bus;
    }

    /// <summary>Begins one measurement.</summary>
    public SensorFault Begin() => chip.Transfer([Start, 1], []) == BusFault.None ? SensorFault.None : SensorFault.Bus;

    /// <summary>Collects the measurement begun before.</summary>
    /// <param name="millimetres">Distance; <see cref="NoTarget"/> when nothing is in reach.</param>
    /// <returns><see cref="SensorFault.Timeout"/> while it is not finished.</returns>
    public SensorFault Collect(out int millimetres)
    {
        millimetres = NoTarget;
        Span<byte> status = stackalloc byte[1];
        Span<byte> result = stackalloc byte[12];
        if (chip.Transfer([InterruptStatus], status) != BusFault.None)
        {
            return SensorFault.Bus;
        }

        if ((status[0] & 7) == 0)
        {
            return SensorFault.Timeout;
        }

        if (chip.Transfer([Result], result) != BusFault.None || chip.Transfer([InterruptClear, 1], []) != BusFault.None)
        {
            return SensorFault.Bus;
        }

        millimetres = (result[0] >> 3 & 0xF) == RangeValid ? result[10] << 8 | result[11] : NoTarget;
        return SensorFault.None;
    }

    /// <summary>Farther than the chip reaches.</summary>
    public const int NoTarget = int.MaxValue;
}
