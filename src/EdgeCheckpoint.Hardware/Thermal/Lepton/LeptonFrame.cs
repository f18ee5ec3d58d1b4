namespace EdgeCheckpoint.Hardware.Thermal.Lepton;

/// <summary>Words of a radiometric Lepton as temperatures. Allocates nothing.</summary>
/// <remarks>Lepton 3.5 with TLinear on: hundredths of a kelvin, or tenths in low gain.</remarks>
public static class LeptonFrame
{
    public const int Width = 160;
    public const int Height = 120;

    /// <summary>What the camera can see, high and low gain together, °C.</summary>
    private const float CelsiusAtLeast = -40, CelsiusAtMost = 450;

    /// <summary>Decodes one frame.</summary>
    /// <param name="words">Absolute temperatures, LSB <paramref name="kelvinPerCount"/>.</param>
    /// <param name="celsius">As many values, °C.</param>
    /// <returns>False where it is no picture: a pixel outside what the camera can see (also: TLinear off, or the other gain's scale), or all pixels alike.</returns>
    public static bool TryDecode(ReadOnlySpan<ushort> words, float kelvinPerCount, Span<float> celsius)
    {
        ushort least = ushort.MaxValue, most = 0;
        for (int i = 0; i < words.Length; i++)
        {
            least = Math.Min(least, words[i]);
            most = Math.Max(most, words[i]);
            celsius[i] = (words[i] * kelvinPerCount) - 273.15f;
        }

        return most > least && (least * kelvinPerCount) - 273.15f >= CelsiusAtLeast && (most * kelvinPerCount) - 273.15f <= CelsiusAtMost;
    }
}
