using System.ComponentModel.DataAnnotations;

namespace EdgeCheckpoint.Hardware.Thermal.Mlx90640;

/// <summary>Sub-pages a second. A sub-page is half a picture.</summary>
public enum Mlx90640Refresh
{
    Half,
    One,
    Two,
    Four,
    Eight,
    Sixteen,
    ThirtyTwo,
    SixtyFour,
}

/// <summary>How the chip is run.</summary>
public sealed record Mlx90640Options
{
    /// <summary>Default 8 Hz: noise 0.3 K rms, and the bus needs at least 300 kHz.</summary>
    public Mlx90640Refresh Refresh { get; init; } = Mlx90640Refresh.Eight;

    /// <summary>ADC bits, 16 to 19. Default 18, as calibrated.</summary>
    [Range(16, 19)]
    public int ResolutionBits { get; init; } = 18;

    /// <summary>Chess pattern, the one chips are calibrated in. Default true.</summary>
    public bool ChessPattern { get; init; } = true;

    /// <summary>Default 0.98: skin.</summary>
    [Range(0.1, 1.0)]
    public double Emissivity { get; init; } = 0.98;

    /// <summary>What the object reflects, °C. Default null: the chip's own temperature less 8 °C.</summary>
    [Range(-40.0, 100.0)]
    public double? ReflectedCelsius { get; init; }

    /// <summary>Pictures are withheld this long after the chip was found or lost its supply. Default 4 minutes; 0 withholds none.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>Time from one sub-page to the next.</summary>
    public TimeSpan SubPagePeriod => TimeSpan.FromSeconds(2.0 / (1 << (int)Refresh));

    internal ushort Control => (ushort)(
        (Mlx90640Registers.ControlAtPowerUp & ~(Mlx90640Registers.ControlRefreshMask | Mlx90640Registers.ControlResolutionMask | Mlx90640Registers.ControlChessPattern))
        | ((int)Refresh << Mlx90640Registers.ControlRefreshShift)
        | ((ResolutionBits - 16) << Mlx90640Registers.ControlResolutionShift)
        | (ChessPattern ? Mlx90640Registers.ControlChessPattern : 0));

    internal bool Sensible => ResolutionBits is >= 16 and <= 19 && Enum.IsDefined(Refresh) && Emissivity is >= 0.1 and <= 1
        && WarmUp >= TimeSpan.Zero;
}
