using System.Buffers.Binary;
using EdgeCheckpoint.Hardware.I2c;
using EdgeCheckpoint.Hardware.Thermal.Amg8833;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>A Grid-EYE that looks at a scene: 8 x 8 registers of 0.25 °C. A bus that fails is <see cref="FaultyI2c"/>'s matter.</summary>
/// <param name="offsetCelsius">Error common to all pixels, °C; a real one has up to 2.5 °C.</param>
public sealed class SimulatedAmg8833(ThermalScene scene, TimeProvider time, int seed = 1, double offsetCelsius = 0) : II2cDevice
{
    private const int Thermistor = 0x0E;
    private const int PixelRegister = 0x80;
    private const double SelfHeatingCelsius = 3;

    private readonly SceneSpot _spot = new(scene, SceneOptics.Amg8833, 0.3, offsetCelsius, seed, time);
    private readonly float[] _celsius = new float[Amg8833Frame.Side * Amg8833Frame.Side];
    private readonly byte[] _registers = new byte[256];

    /// <inheritdoc/>
    public BusFault Transfer(ReadOnlySpan<byte> write, Span<byte> read)
    {
        if (write.IsEmpty)
        {
            return BusFault.DataNack;
        }

        write[1..].CopyTo(_registers.AsSpan(write[0]));
        if (read.Length > 0)
        {
            Measure();
            _registers.AsSpan(write[0], read.Length).CopyTo(read);
        }

        return BusFault.None;
    }

    public void Dispose()
    {
    }

    private void Measure()
    {
        _spot.Look(_celsius);
        for (int i = 0; i < _celsius.Length; i++)
        {
            int word = (int)Math.Round(_celsius[i] * 4) & 0xFFF;
            BinaryPrimitives.WriteUInt16LittleEndian(_registers.AsSpan(PixelRegister + (2 * i)), (ushort)word);
        }

        int ambient = (int)Math.Round((_spot.AmbientCelsius + SelfHeatingCelsius) * 16);
        BinaryPrimitives.WriteUInt16LittleEndian(_registers.AsSpan(Thermistor), (ushort)(ambient < 0 ? 0x800 | -ambient : ambient));
    }
}
