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

/// <summary>How the chip is run and how long trouble is borne.</summary>
public sealed record Mlx90640Options
{
    /// <summary>Default 8 Hz: noise 0.3 K rms, and the bus needs at least 300 kHz.</summary>
    public Mlx90640Refresh Refresh { get; init; } = Mlx90640Refresh.Eight;

    /// <summary>ADC bits, 16 to 19. Default 18, as calibrated.</summary>
    public int ResolutionBits { get; init; } = 18;

    /// <summary>Chess pattern, the one chips are calibrated in. Default true.</summary>
    public bool ChessPattern { get; init; } = true;

    /// <summary>Default 0.98: skin.</summary>
    public double Emissivity { get; init; } = 0.98;

    /// <summary>What the object reflects, °C. Default null: the chip's own temperature less 8 °C.</summary>
    public double? ReflectedCelsius { get; init; }

    /// <summary>Pictures are withheld this long after the chip was found. Default 4 minutes; 0 withholds none.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>Tries of one bus transaction before a read fails. Default 3.</summary>
    public int TransferAttempts { get; init; } = 3;

    /// <summary>Tries of one sub-page that is overwritten while it is read. Default 3.</summary>
    public int TornAttempts { get; init; } = 3;

    /// <summary>Failed reads in a row after which the sensor is out of service. Default 10.</summary>
    public int FailuresBeforeOutOfService { get; init; } = 10;

    /// <summary>Pause between attempts to bring the sensor back. Default 2 s.</summary>
    public TimeSpan OutOfServicePause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time from one sub-page to the next.</summary>
    public TimeSpan SubPagePeriod => TimeSpan.FromSeconds(2.0 / (1 << (int)Refresh));

    internal ushort Control => (ushort)(
        (Mlx90640Registers.ControlAtPowerUp & ~(Mlx90640Registers.ControlRefreshMask | Mlx90640Registers.ControlResolutionMask | Mlx90640Registers.ControlChessPattern))
        | ((int)Refresh << Mlx90640Registers.ControlRefreshShift)
        | ((ResolutionBits - 16) << Mlx90640Registers.ControlResolutionShift)
        | (ChessPattern ? Mlx90640Registers.ControlChessPattern : 0));

    internal bool Sensible => ResolutionBits is >= 16 and <= 19 && Enum.IsDefined(Refresh) && Emissivity is >= 0.1 and <= 1
        && WarmUp >= TimeSpan.Zero && TransferAttempts > 0 && TornAttempts > 0 && FailuresBeforeOutOfService > 0 && OutOfServicePause > TimeSpan.Zero;
}
