using static EdgeCheckpoint.Hardware.Thermal.Mlx90640.Mlx90640Registers;

namespace EdgeCheckpoint.Hardware.Thermal.Mlx90640;

/// <summary>Places within the 832 RAM words, and the readings that need no parameters.</summary>
internal static class Mlx90640Ram
{
    public const int AmbientArt = Pixels;
    public const int CompensationPixel0 = Pixels + 8;
    public const int Gain = Pixels + 10;
    public const int AmbientPtat = Pixels + 32;
    public const int CompensationPixel1 = Pixels + 40;
    public const int Supply = Pixels + 42;

    /// <summary>True when a word that the conversion needs beside the pixels carries the mark of a failed measurement.</summary>
    public static bool HasBadAuxiliary(ReadOnlySpan<ushort> ram)
    {
        foreach (int word in (ReadOnlySpan<int>)[AmbientArt, CompensationPixel0, Gain, AmbientPtat, CompensationPixel1, Supply])
        {
            if (ram[word] == BadLineMark)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when a line of this sub-page starts with the mark of a failed measurement.</summary>
    /// <remarks>In either pattern the first pixel of a line belongs to the sub-page of the line's parity.</remarks>
    public static bool HasBadLine(ReadOnlySpan<ushort> ram, int subPage)
    {
        for (int i = subPage * Columns; i < Pixels; i += 2 * Columns)
        {
            if (ram[i] == BadLineMark)
            {
                return true;
            }
        }

        return false;
    }
}
