using static EdgeCheckpoint.Hardware.Thermal.Mlx90640.Mlx90640Registers;

namespace EdgeCheckpoint.Hardware.Thermal.Mlx90640;

/// <summary>Pixels that the EEPROM does not mark and that have broken since: a chip stays of use with as many of them as its maker allows.</summary>
internal static class SenselessPixels
{
    /// <summary>Gives each the mean of its neighbours in the same half picture.</summary>
    /// <param name="celsius">768 temperatures; only the half of <paramref name="subPage"/> is looked at.</param>
    /// <param name="repaired">How many there were.</param>
    /// <returns>False when there are more than a chip may have, or one has no sensible neighbour: then the words were damaged.</returns>
    public static bool TryRepair(Span<float> celsius, bool chess, int subPage, out int repaired)
    {
        Span<int> senseless = stackalloc int[DeviatingPixelsAtMost];
        repaired = 0;
        for (int pixel = 0; pixel < Pixels; pixel++)
        {
            if (IsOfHalf(pixel, chess, subPage) && !Mlx90640Kernel.IsSensible(celsius[pixel]))
            {
                if (repaired == senseless.Length)
                {
                    return false;
                }

                senseless[repaired++] = pixel;
            }
        }

        foreach (int pixel in senseless[..repaired])
        {
            float mean = MeanAround(celsius, pixel, chess, subPage);
            if (float.IsNaN(mean))
            {
                return false;
            }

            celsius[pixel] = mean;
        }

        return true;
    }

    private static float MeanAround(ReadOnlySpan<float> celsius, int pixel, bool chess, int subPage)
    {
        int column = pixel % Columns, row = pixel / Columns, count = 0;
        float sum = 0;
        for (int r = Math.Max(row - 1, 0); r <= Math.Min(row + 1, Rows - 1); r++)
        {
            for (int c = Math.Max(column - 1, 0); c <= Math.Min(column + 1, Columns - 1); c++)
            {
                int neighbour = (r * Columns) + c;
                if (neighbour != pixel && IsOfHalf(neighbour, chess, subPage) && Mlx90640Kernel.IsSensible(celsius[neighbour]))
                {
                    sum += celsius[neighbour];
                    count++;
                }
            }
        }

        return sum / count;
    }

    private static bool IsOfHalf(int pixel, bool chess, int subPage) =>
        (((pixel / Columns) + (chess ? pixel % Columns : 0)) & 1) == subPage;
}
