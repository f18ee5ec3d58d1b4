namespace EdgeCheckpoint.Hardware.Thermal.Mlx90640;

/// <summary>Addresses, sizes and bits of the chip: 16-bit addresses, big-endian 16-bit words.</summary>
public static class Mlx90640Registers
{
    public const int BusAddress = 0x33;

    public const int Columns = 32;
    public const int Rows = 24;
    public const int Pixels = Columns * Rows;

    public const ushort EepromAddress = 0x2400;
    public const int EepromWords = 832;

    /// <summary>768 pixel words, then 64 auxiliary words at 0x0700.</summary>
    public const ushort RamAddress = 0x0400;
    public const int RamWords = Pixels + 64;

    public const ushort StatusAddress = 0x8000;

    /// <summary>Bits 0-2: the sub-page measured last.</summary>
    public const ushort StatusSubPageMask = 0x0007;

    /// <summary>Bit 3: a sub-page is ready; the reader clears it.</summary>
    public const ushort StatusNewData = 0x0008;

    /// <summary>Bit 4: new data may overwrite RAM although the last sub-page was not read.</summary>
    public const ushort StatusOverwrite = 0x0010;

    public const ushort ControlAddress = 0x800D;

    /// <summary>Control register after power-up: sub-pages on, 2 Hz, 18 bit, chess pattern.</summary>
    public const ushort ControlAtPowerUp = 0x1901;

    public const int ControlRefreshShift = 7;
    public const ushort ControlRefreshMask = 0x0380;
    public const int ControlResolutionShift = 10;
    public const ushort ControlResolutionMask = 0x0C00;
    public const ushort ControlChessPattern = 0x1000;

    /// <summary>What the first pixel of a line reads when the chip failed to measure it.</summary>
    public const ushort BadLineMark = 0x7FFF;

    /// <summary>The largest number of broken and outlier pixels a healthy chip has.</summary>
    public const int DeviatingPixelsAtMost = 4;
}
