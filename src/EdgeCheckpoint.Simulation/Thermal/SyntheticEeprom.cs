using EdgeCheckpoint.Hardware.Thermal.Mlx90640;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>Calibration words of an MLX90640 that was never made: magnitudes as real chips have them, details by seed.</summary>
public static class SyntheticEeprom
{
    /// <returns>832 words in address order from 0x2400.</returns>
    /// <param name="seed">One chip per seed.</param>
    /// <param name="broken">Pixels to mark broken (word 0), row-major indices.</param>
    public static ushort[] Build(int seed, params ReadOnlySpan<int> broken)
    {
        var random = new Random(seed);
        ushort[] words = new ushort[Mlx90640Registers.EepromWords];
        words[10] = 0x0499;
        words[12] = Mlx90640Registers.ControlAtPowerUp;

        // Offset: remainder x1, columns x2, rows x4 around -60; PTAT slope 42/4 + 8... as 0x4 << 12.
        words[16] = 0x4210;
        words[17] = unchecked((ushort)-60);
        Nibbles(words, 18, 6, random, 2);
        Nibbles(words, 24, 8, random, 2);

        // Sensitivity: 2^-38 a unit, rows x2^8, columns x2^8, remainder x2^5 around 12500.
        words[32] = 0x8885;
        words[33] = (ushort)random.Next(12_000, 13_500);
        Nibbles(words, 34, 6, random, 3);
        Nibbles(words, 40, 8, random, 3);

        words[48] = (ushort)random.Next(5_400, 6_100);
        words[49] = (ushort)random.Next(12_100, 12_300);
        words[50] = 0x5955;
        words[51] = 0x9C78;
        words[52] = 0x4444;
        words[53] = 0x01C8;
        words[54] = 0x3936;
        words[55] = 0x3735;
        words[56] = 0x2452;
        words[57] = 0x0463;
        words[58] = 0x07BB;
        words[59] = 0x0526;
        words[60] = 0xF000;
        words[61] = 0x9797;
        words[62] = 0x9797;
        words[63] = 0x2889;
        for (int i = 0; i < Mlx90640Registers.Pixels; i++)
        {
            int offset = random.Next(-20, 21), sensitivity = random.Next(-12, 13), kta = random.Next(-2, 3);
            words[64 + i] = (ushort)(((offset & 0x3F) << 10) | ((sensitivity & 0x3F) << 4) | ((kta & 7) << 1) | 0);
            if (words[64 + i] == 0)
            {
                words[64 + i] = 1 << 4;
            }
        }

        foreach (int pixel in broken)
        {
            words[64 + pixel] = 0;
        }

        return words;
    }

    private static void Nibbles(ushort[] words, int first, int count, Random random, int range)
    {
        for (int i = first; i < first + count; i++)
        {
            for (int shift = 0; shift < 16; shift += 4)
            {
                words[i] |= (ushort)((random.Next(-range, range + 1) & 15) << shift);
            }
        }
    }
}
