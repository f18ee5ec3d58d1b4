using EdgeCheckpoint.Hardware.I2c;

namespace EdgeCheckpoint.Simulation.Gate;

/// <summary>The registers of a VL53L0X before which people stand. A measurement takes 33 ms of the given time.</summary>
public sealed class SimulatedVl53l0x(TimeProvider time) : II2cDevice
{
    private const int OutOfRange = 8190;

    private readonly byte[] _registers = new byte[256];
    private long _begun;
    private bool _measuring;
    private bool _finished;

    /// <summary>Distance of what stands there, millimetres; null: nothing is in reach.</summary>
    public int? Millimetres { get; set; }

    /// <summary>What every transfer fails with; None heals it.</summary>
    public BusFault Broken { get; set; }

    /// <summary>Measurements never finish while this is set.</summary>
    public bool Stuck { get; set; }

    /// <summary>Whether the chip was told that its pads are at 2.8 V.</summary>
    public bool PadsSet => (_registers[0x89] & 1) != 0;

    /// <inheritdoc/>
    public BusFault Transfer(ReadOnlySpan<byte> write, Span<byte> read)
    {
        if (Broken != BusFault.None)
        {
            return Broken;
        }

        Proceed();
        if (write.Length > 1)
        {
            for (int i = 1; i < write.Length; i++)
            {
                Write((byte)(write[0] + i - 1), write[i]);
            }
        }

        for (int i = 0; i < read.Length; i++)
        {
            read[i] = Read((byte)(write[0] + i));
        }

        return BusFault.None;
    }

    public void Dispose()
    {
    }

    private void Proceed()
    {
        if (_measuring && !Stuck && time.GetElapsedTime(_begun) >= TimeSpan.FromMilliseconds(33))
        {
            _measuring = false;
            _finished = true;
        }
    }

    private void Write(byte register, byte value)
    {
        _registers[register] = value;
        if (register == 0x00 && (value & 1) != 0)
        {
            _begun = time.GetTimestamp();
            _measuring = true;
            _finished = false;
        }

        if (register == 0x0B && (value & 1) != 0)
        {
            _finished = false;
        }
    }

    private byte Read(byte register)
    {
        int distance = Millimetres is { } here and < 1300 ? here : OutOfRange;
        return register switch
        {
            0xC0 => 0xEE,
            0xC1 => 0xAA,
            0x13 => (byte)(_finished ? 4 : 0),
            0x14 => (byte)((distance == OutOfRange ? 4 : 11) << 3 | 1),
            0x1E => (byte)(distance >> 8),
            0x1F => (byte)distance,
            _ => _registers[register],
        };
    }
}
