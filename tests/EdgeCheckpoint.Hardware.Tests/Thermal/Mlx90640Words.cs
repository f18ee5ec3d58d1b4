using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Simulation.Thermal;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

/// <summary>RAM words of a chip that looks at somebody.</summary>
internal static class Mlx90640Words
{
    private static readonly float[] Person = Draw(new SceneContent { People = [new ScenePerson(36.5, 0.6)] });

    /// <summary>Empty RAM when the EEPROM is not that of a healthy chip.</summary>
    public static ushort[] OfPerson(ushort[] eeprom, ushort control, int subPage) => Of(Person, eeprom, control, subPage, new ConversionConditions(0.98));

    public static ushort[] Of(float[] celsius, ushort[] eeprom, ushort control, int subPage, ConversionConditions conditions)
    {
        var parameters = new Mlx90640Parameters();
        ushort[] ram = new ushort[Mlx90640Registers.RamWords];
        if (Mlx90640Eeprom.TryExtract(eeprom, parameters) == SensorFault.None)
        {
            Mlx90640Synthesis.Fill(celsius, 30, 3.3, control, subPage, parameters, conditions, ram);
        }

        return ram;
    }

    public static float[] Draw(SceneContent content)
    {
        float[] celsius = new float[Mlx90640Registers.Pixels];
        new SceneRenderer(SceneOptics.Mlx90640).Draw(content, 0, celsius);
        return celsius;
    }
}
