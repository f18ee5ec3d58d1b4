using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;
using EdgeCheckpoint.Simulation.Thermal;
using FsCheck;
using FsCheck.Fluent;
using static EdgeCheckpoint.Hardware.Thermal.Mlx90640.Mlx90640Registers;

namespace EdgeCheckpoint.Hardware.Tests.Thermal;

/// <summary>Whatever the words: finite temperatures or a fault, never an exception; and both forms of the kernel agree.</summary>
public sealed class Mlx90640RandomWordsTests
{
    private const int Words = 10_000_000;

    private static readonly ConversionConditions Skin = new(0.98);

    [Fact]
    public void Ten_million_random_words_give_finite_temperatures_or_a_fault()
    {
        const int Seed = 20;
        var random = new Random(Seed);
        var parameters = new Mlx90640Parameters();
        float[] celsius = new float[Pixels];
        var outcomes = new Dictionary<SensorFault, int>();
        for (int used = 0, run = 0; used < Words; used += EepromWords + RamWords, run++)
        {
            ushort[] eeprom = Eeprom(random, run);
            ushort[] ram = Ram(random, run, eeprom);
            SensorFault fault = Mlx90640Eeprom.TryExtract(eeprom, parameters);
            Array.Clear(celsius);
            if (fault == SensorFault.None)
            {
                fault = Mlx90640Conversion.TryConvert(ram, (ushort)random.Next(0x10000), run & 1, parameters, Skin, celsius, out SubPageReadings readings);
                Assert.True(fault != SensorFault.None || (celsius.All(float.IsFinite) && double.IsFinite(readings.SupplyVolts + readings.AmbientCelsius)), $"seed {Seed}, run {run}: not finite");
            }

            outcomes[fault] = outcomes.GetValueOrDefault(fault) + 1;
        }

        Assert.Equal([SensorFault.None, SensorFault.BadFrame, SensorFault.BadCalibration], outcomes.Keys.Order());
        Assert.All(outcomes.Values, static count => Assert.True(count > 100));
    }

    [Fact]
    public void Vector_and_scalar_form_agree_to_the_bit()
    {
        const int Seed = 21;
        var random = new Random(Seed);
        var parameters = new Mlx90640Parameters();
        for (int run = 0; run < 400; run++)
        {
            ushort[] eeprom = SyntheticEeprom.Build(run);
            eeprom[10] ^= (ushort)((run & 8) << 8);
            ushort[] ram = Ram(random, run, eeprom);
            ushort control = (ushort)(ControlAtPowerUp ^ (run % 3 == 0 ? ControlChessPattern : 0));
            Assert.Equal(SensorFault.None, Mlx90640Eeprom.TryExtract(eeprom, parameters));
            SubPageFactors factors = Mlx90640Conversion.Factors(ram, control, run & 1, parameters, Skin, Mlx90640Conversion.Read(ram, control, parameters));
            float[] vector = new float[Pixels], scalar = new float[Pixels];
            bool vectorSensible = Mlx90640Kernel.ConvertVector(factors, parameters, (control & ControlChessPattern) != 0, run & 1, ram.AsSpan(0, Pixels), vector);
            bool scalarSensible = Mlx90640Kernel.ConvertScalar(factors, parameters, (control & ControlChessPattern) != 0, run & 1, ram.AsSpan(0, Pixels), scalar);
            Assert.Equal(scalarSensible, vectorSensible);
            Assert.True(scalar.Zip(vector).All(static p => float.IsNaN(p.First) ? float.IsNaN(p.Second) : p.First.Equals(p.Second)), $"seed {Seed}, run {run}");
        }
    }

    [Fact]
    public void Any_words_that_are_damaged_anywhere_give_finite_temperatures_or_a_fault()
    {
        Gen<(int Chip, (int At, int Word)[] Eeprom, (int At, int Word)[] Ram)> damage =
            from chip in Gen.Choose(1, 50)
            from eeprom in Changes(EepromWords)
            from ram in Changes(RamWords)
            select (chip, eeprom, ram);
        Prop.ForAll(damage.ToArbitrary(), static d =>
        {
            ushort[] eeprom = SyntheticEeprom.Build(d.Chip);
            ushort[] ram = Mlx90640Words.OfPerson(eeprom, ControlAtPowerUp, subPage: 0);
            Apply(eeprom, d.Eeprom);
            Apply(ram, d.Ram);
            var parameters = new Mlx90640Parameters();
            float[] celsius = new float[Pixels];
            return Mlx90640Eeprom.TryExtract(eeprom, parameters) != SensorFault.None
                || Mlx90640Conversion.TryConvert(ram, ControlAtPowerUp, 0, parameters, Skin, celsius, out _) != SensorFault.None
                || celsius.All(float.IsFinite);
        }).QuickCheckThrowOnFailure();
    }

    private static Gen<(int At, int Word)[]> Changes(int words) =>
        (from at in Gen.Choose(0, words - 1) from word in Gen.Choose(0, 0xFFFF) select (at, word)).ArrayOf();

    private static void Apply(ushort[] words, (int At, int Word)[] changes)
    {
        foreach ((int at, int word) in changes)
        {
            words[at] = (ushort)word;
        }
    }

    /// <summary>A third nothing but noise, a third a chip with damaged words, a third a healthy chip.</summary>
    private static ushort[] Eeprom(Random random, int run)
    {
        ushort[] words = run % 3 == 0 ? new ushort[EepromWords] : SyntheticEeprom.Build(run);
        int damaged = run % 3 == 0 ? EepromWords : run % 3 == 1 ? 8 : 0;
        for (int i = 0; i < damaged; i++)
        {
            words[damaged == EepromWords ? i : random.Next(EepromWords)] = (ushort)random.Next(0x10000);
        }

        return words;
    }

    /// <summary>By turns noise, a person with damaged words, a person.</summary>
    private static ushort[] Ram(Random random, int run, ushort[] eeprom)
    {
        ushort[] words = run / 3 % 3 == 0 ? new ushort[RamWords] : Mlx90640Words.OfPerson(eeprom, ControlAtPowerUp, run & 1);
        int damaged = run / 3 % 3 == 0 ? RamWords : run / 3 % 3 == 1 ? 8 : 0;
        for (int i = 0; i < damaged; i++)
        {
            words[damaged == RamWords ? i : random.Next(RamWords)] = (ushort)random.Next(0x10000);
        }

        return words;
    }
}
