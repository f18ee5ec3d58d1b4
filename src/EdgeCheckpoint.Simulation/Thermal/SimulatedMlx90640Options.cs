namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>What kind of chip is simulated.</summary>
public sealed record SimulatedMlx90640Options
{
    /// <summary>Chip and noise. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Noise of a pixel in the middle at 1 Hz, K rms. Default 0.1, as the datasheet; it grows with the root of the rate.</summary>
    public double NoiseAtOneHertz { get; init; } = 0.1;

    /// <summary>Noise in the corners as a multiple of that in the middle. Default 1.6.</summary>
    public double CornerNoise { get; init; } = 1.6;

    /// <summary>How much warmer the chip is than the air, °C. Default 8.</summary>
    public double SelfHeatingCelsius { get; init; } = 8;

    /// <summary>Supply, V. Default 3.3.</summary>
    public double SupplyVolts { get; init; } = 3.3;

    /// <summary>Error common to all pixels, °C; a real chip has up to 1 °C. Default 0.</summary>
    public double OffsetCelsius { get; init; }

    /// <summary>Emissivity of what it sees. Default 0.98.</summary>
    public double Emissivity { get; init; } = 0.98;

    /// <summary>Bus clock, kHz: transfers take their time on the given clock. Default 0: they take none.</summary>
    public int BusKilohertz { get; init; }

    /// <summary>Pixels marked broken in the EEPROM. Default none.</summary>
    public IReadOnlyList<int> Broken { get; init; } = [];
}
