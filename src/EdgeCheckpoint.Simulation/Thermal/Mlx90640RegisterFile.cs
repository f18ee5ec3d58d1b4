using System.Buffers.Binary;
using EdgeCheckpoint.Hardware.I2c;
using static EdgeCheckpoint.Hardware.Thermal.Mlx90640.Mlx90640Registers;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>The chip's memory as the bus sees it: 16-bit addresses, big-endian words that count up.</summary>
internal sealed class Mlx90640RegisterFile
{
    private readonly ushort[] _words = new ushort[0x10000];

    public Mlx90640RegisterFile(ReadOnlySpan<ushort> eeprom)
    {
        eeprom.CopyTo(Eeprom);
        PowerUp();
    }

    public Span<ushort> Ram => _words.AsSpan(RamAddress, RamWords);

    public Span<ushort> Eeprom => _words.AsSpan(EepromAddress, EepromWords);

    public ushort Control => _words[ControlAddress];

    public ushort Status
    {
        get => _words[StatusAddress];
        set => _words[StatusAddress] = value;
    }

    public void PowerUp()
    {
        _words[ControlAddress] = ControlAtPowerUp;
        _words[StatusAddress] = 0;
        Ram.Clear();
    }

    public BusFault Transfer(ReadOnlySpan<byte> write, Span<byte> read)
    {
        if (write.Length < 2 || (write.Length & 1) != 0 || (read.Length & 1) != 0)
        {
            return BusFault.DataNack;
        }

        ushort address = BinaryPrimitives.ReadUInt16BigEndian(write);
        for (int i = 2; i < write.Length; i += 2)
        {
            Write((ushort)(address + (i / 2) - 1), BinaryPrimitives.ReadUInt16BigEndian(write[i..]));
        }

        for (int i = 0; i < read.Length; i += 2)
        {
            BinaryPrimitives.WriteUInt16BigEndian(read[i..], _words[(ushort)(address + (i / 2))]);
        }

        return BusFault.None;
    }

    private void Write(ushort address, ushort word)
    {
        // The new-data bit can only be cleared; the EEPROM is write-protected in this mode.
        if (address == StatusAddress)
        {
            Status = (ushort)((Status & (StatusSubPageMask | (word & StatusNewData))) | (word & StatusOverwrite));
        }
        else if (address is < EepromAddress or >= EepromAddress + EepromWords)
        {
            _words[address] = word;
        }
    }
}
