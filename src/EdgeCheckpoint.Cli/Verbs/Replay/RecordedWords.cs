using EdgeCheckpoint.Cli.Verbs.Thermal;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Cli.Verbs.Replay;

/// <summary>Recorded words of one MLX90640.</summary>
/// <param name="Control">The control register they were recorded with.</param>
internal sealed record RecordedWords(ushort[] Eeprom, IReadOnlyList<RecordedSubPage> SubPages, ushort Control)
{
    /// <summary>The settings the words make sense with.</summary>
    public Mlx90640Options Settings => new()
    {
        Refresh = (Mlx90640Refresh)((Control & Mlx90640Registers.ControlRefreshMask) >> Mlx90640Registers.ControlRefreshShift),
        ResolutionBits = 16 + ((Control & Mlx90640Registers.ControlResolutionMask) >> Mlx90640Registers.ControlResolutionShift),
        ChessPattern = (Control & Mlx90640Registers.ControlChessPattern) != 0,
        WarmUp = TimeSpan.Zero,
    };

    /// <summary>RAM words, then the control register, then the sub-page.</summary>
    private const int FrameWords = Mlx90640Registers.RamWords + 2;

    /// <returns>Null, or the sentence that says what is wrong.</returns>
    public static string? TryRead(string eepromFile, IReadOnlyList<string> frameFiles, out RecordedWords words)
    {
        words = new RecordedWords([], [], 0);
        if (WordFile.TryRead(eepromFile, Mlx90640Registers.EepromWords, out ushort[] eeprom) is { } fault)
        {
            return fault;
        }

        var subPages = new List<RecordedSubPage>();
        ushort control = 0;
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

            control = frame[Mlx90640Registers.RamWords];
            subPages.Add(new RecordedSubPage(frame[..Mlx90640Registers.RamWords], frame[^1]));
        }

        words = new RecordedWords(eeprom, subPages, control);
        return null;
    }
}
