namespace EdgeCheckpoint.Hardware.Thermal.Mlx90640;

/// <summary>Gives broken and outlier pixels the mean of their good neighbours.</summary>
public static class DeviatingPixels
{
    /// <param name="celsius">A picture, row-major, °C; changed in place. What has not been measured is NaN and counts for nothing.</param>
    /// <param name="deviating">Indices of the pixels to repair, ascending.</param>
    /// <param name="width">Pixels a row.</param>
    public static void Repair(Span<float> celsius, ReadOnlySpan<ushort> deviating, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        foreach (ushort pixel in deviating)
        {
            int column = pixel % width, row = pixel / width, height = celsius.Length / width;
            float sum = 0;
            int count = 0;
            for (int r = Math.Max(row - 1, 0); r <= Math.Min(row + 1, height - 1); r++)
            {
                for (int c = Math.Max(column - 1, 0); c <= Math.Min(column + 1, width - 1); c++)
                {
                    int neighbour = (r * width) + c;
                    if (deviating.BinarySearch((ushort)neighbour) < 0 && float.IsFinite(celsius[neighbour]))
                    {
                        sum += celsius[neighbour];
                        count++;
                    }
                }
            }

            if (count > 0)
            {
                celsius[pixel] = sum / count;
            }
        }
    }
}
