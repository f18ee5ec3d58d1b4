using EdgeCheckpoint.Cli.Verbs.Thermal;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Cli.Verbs.Replay;

/// <summary>Recorded words of one MLX90640.</summary>
internal sealed record RecordedWords(ushort[] Eeprom, IReadOnlyList<RecordedSubPage> SubPages)
{
    /// <summary>RAM words, then the control register, then the sub-page.</summary>
    private const int FrameWords = Mlx90640Registers.RamWords + 2;

    /// <returns>Null, or the sentence that says what is wrong.</returns>
    public static string? TryRead(string eepromFile, IReadOnlyList<string> frameFiles, out RecordedWords words)
    {
        words = new RecordedWords([], []);
        if (WordFile.TryRead(eepromFile, Mlx90640Registers.EepromWords, out ushort[] eeprom) is { } fault)
        {
            return fault;
        }

        var subPages = new List<RecordedSubPage>();
        foreach (string file in frameFiles)
        {
            if (WordFile.TryRead(file, FrameWords, out ushort[] frame) is { } frameFault)
            {
                return frameFault;
            }

            if (frame[^1] > 1)
            {
                return $"{file}: the last word is the sub-page, 0 or 1, not {frame[^1]}.";
            }

            subPages.Add(new RecordedSubPage(frame[..Mlx90640Registers.RamWords], frame[^1]));
        }

        words = new RecordedWords(eeprom, subPages);
        return null;
    }
}
