using EdgeCheckpoint.Hardware.I2c;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

/// <summary>A chip of 256 byte registers. A read starts at the register last written.</summary>
internal sealed class ByteRegisters : II2cDevice
{
    public byte[] Memory { get; } = new byte[256];

    public BusFault Transfer(ReadOnlySpan<byte> write, Span<byte> read)
    {
        int at = write[0];
        foreach (byte value in write[1..])
        {
            Memory[at++ & 0xFF] = value;
        }

        for (int i = 0; i < read.Length; i++)
        {
            read[i] = Memory[(write[0] + i) & 0xFF];
        }

        return BusFault.None;
    }

    public void Dispose()
    {
    }
}
