using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Simulation.Thermal;
using static EdgeCheckpoint.Hardware.Thermal.Mlx90640.Mlx90640Registers;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

/// <summary>The hot path leaves nothing for the garbage collector.</summary>
public sealed class Mlx90640AllocationTests
{
    [Fact]
    public void Extraction_conversion_and_repair_allocate_nothing()
    {
        ushort[] eeprom = SyntheticEeprom.Build(1, 40, 41);
        ushort[] ram = Mlx90640Words.OfPerson(eeprom, ControlAtPowerUp, 0);
        var parameters = new Mlx90640Parameters();
        float[] celsius = new float[Pixels];
        var faults = SensorFault.None;
        Run();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Run();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(SensorFault.None, faults);

        void Run()
        {
            faults |= Mlx90640Eeprom.TryExtract(eeprom, parameters);
            faults |= Mlx90640Conversion.TryConvert(ram, ControlAtPowerUp, 0, parameters, new ConversionConditions(0.98), celsius, out _);
            DeviatingPixels.Repair(celsius, parameters.Deviating, Columns);
        }
    }
}
