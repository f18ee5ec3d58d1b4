namespace EdgeCheckpoint.Hardware.Thermal.Mlx90614;

/// <summary>Packet error code of the SMBus: CRC-8 with polynomial x^8 + x^2 + x + 1.</summary>
public static class SmbusPec
{
    public static byte Of(ReadOnlySpan<byte> bytes)
    {
        int crc = 0;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x80) != 0 ? ((crc << 1) ^ 0x07) & 0xFF : crc << 1;
            }
        }

        return (byte)crc;
    }
}
