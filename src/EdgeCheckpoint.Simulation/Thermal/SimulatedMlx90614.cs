using System.Buffers.Binary;
using EdgeCheckpoint.Hardware.I2c;
using EdgeCheckpoint.Hardware.Thermal.Mlx90614;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>An MLX90614 of 5 degrees that looks at a scene: words of 0.02 K with their packet error code.</summary>
/// <param name="offsetCelsius">Error of the chip, °C; a real one has up to 0.5 °C.</param>
public sealed class SimulatedMlx90614(ThermalScene scene, TimeProvider time, int seed = 1, double offsetCelsius = 0) : II2cDevice
{
    private const byte AmbientRegister = 0x06;
    private const byte ObjectRegister = 0x07;
    private const int ReplyBytes = 3;

    private readonly SceneSpot _spot = new(scene, SceneOptics.Mlx90614, 0.1, offsetCelsius, seed, time);

    /// <summary>Replies come with a code that does not fit.</summary>
    public bool Damaged { get; set; }

    /// <inheritdoc/>
    public BusFault Transfer(ReadOnlySpan<byte> write, Span<byte> read)
    {
        if (write.Length != 1 || read.Length != ReplyBytes || write[0] is not (AmbientRegister or ObjectRegister))
        {
            return BusFault.DataNack;
        }

        Span<float> celsius = [(float)_spot.AmbientCelsius];
        if (write[0] == ObjectRegister)
        {
            _spot.Look(celsius);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(read, (ushort)Math.Round((celsius[0] + 273.15) / 0.02));
        read[2] = (byte)(SmbusPec.Of([Mlx90614Sensor.BusAddress << 1, write[0], (Mlx90614Sensor.BusAddress << 1) | 1, read[0], read[1]]) ^ (Damaged ? 1 : 0));
        return BusFault.None;
    }

    public void Dispose()
    {
    }
}
