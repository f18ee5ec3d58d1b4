using System.Buffers.Binary;

namespace EdgeCheckpoint.Hardware.Thermal.Amg8833;

/// <summary>Registers of the Grid-EYE as temperatures. Allocates nothing.</summary>
public static class Amg8833Frame
{
    public const int Side = 8;
    public const int Bytes = Side * Side * 2;

    /// <summary>Decodes one frame: 64 pixels, 8 x 8, row-major.</summary>
    /// <param name="registers">128 bytes from 0x80: 12-bit two's complement, little-endian, LSB 0.25 °C.</param>
    /// <param name="celsius">64 values, °C.</param>
    /// <remarks>Grid-EYE reference specification, pixel registers. Accuracy is ±2.5 °C: presence and coarse screening only.</remarks>
    public static void Decode(ReadOnlySpan<byte> registers, Span<float> celsius)
    {
        for (int i = 0; i < Side * Side; i++)
        {
            int word = BinaryPrimitives.ReadUInt16LittleEndian(registers[(2 * i)..]);
            celsius[i] = (word << 20 >> 20) * 0.25f;
        }
    }

    /// <summary>False where a pixel is outside what the chip measures, or all are exactly 0: a bus held low reads as that.</summary>
    /// <param name="celsius">64 values, °C.</param>
    public static bool IsSensible(ReadOnlySpan<float> celsius)
    {
        bool all0 = true;
        foreach (float pixel in celsius)
        {
            if (pixel is < -20 or > 125)
            {
                return false;
            }

            all0 &= pixel == 0;
        }

        return !all0;
    }

    /// <summary>Temperature of the chip, °C.</summary>
    /// <param name="word">Registers 0x0E and 0x0F: sign in bit 11, magnitude below, LSB 0.0625 °C.</param>
    public static float Thermistor(ushort word) => (word & 0x7FF) * 0.0625f * ((word & 0x800) == 0 ? 1 : -1);
}
