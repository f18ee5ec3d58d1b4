using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Hardware.Thermal.Mlx90640;

namespace EdgeCheckpoint.Cli.Verbs.Thermal;

/// <summary><c>checkpointctl thermal convert</c>: recorded words of an MLX90640 to temperatures.</summary>
internal static class ConvertVerb
{
    /// <summary>RAM, control register, sub-page.</summary>
    private const int FrameWords = Mlx90640Registers.RamWords + 2;

    public static Command Create()
    {
        var eeprom = new Option<string>("--eeprom") { Description = "832 words from 0x2400, decimal, separated by commas.", Required = true };
        var frames = new Option<string[]>("--frame") { Description = "834 words: RAM from 0x0400, control register, sub-page. Give both sub-pages for a whole picture.", Required = true };
        var emissivity = new Option<double>("--emissivity") { Description = "Emissivity of the object, 0.1 to 1; skin has 0.98.", Required = true, CustomParser = Decimals.Parse };
        var reflected = new Option<double?>("--reflected") { Description = "Temperature of what the object reflects, °C. Default: the chip's own less 8.", CustomParser = static given => Decimals.Parse(given) };
        var asMeasured = new Option<bool>("--as-measured") { Description = "Leave broken and outlier pixels as they are instead of repairing them from neighbours." };
        var csv = new Option<bool>("--csv") { Description = "Print 768 temperatures, °C, row-major, one per line; NaN where no frame measured a pixel." };
        Option<bool> json = Output.JsonOption();
        var command = new Command("convert", "Converts recorded words of an MLX90640 to temperatures and prints every pixel.") { eeprom, frames, emissivity, reflected, asMeasured, csv, json };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(eeprom),
            parsed.GetRequiredValue(frames),
            new ConversionConditions(parsed.GetRequiredValue(emissivity), parsed.GetValue(reflected)),
            !parsed.GetValue(asMeasured),
            parsed.GetValue(csv) ? Print.Csv : parsed.GetValue(json) ? Print.Json : Print.Table));
        return command;
    }

    private enum Print
    {
        Table,
        Csv,
        Json,
    }

    private static int Run(string eeprom, string[] frames, ConversionConditions conditions, bool repair, Print print)
    {
        if (conditions.Emissivity is not (>= 0.1 and <= 1) || conditions.ReflectedCelsius is not (null or (> -100 and < 400)))
        {
            return Output.Error("--emissivity must be 0.1 to 1 and --reflected -100 to 400.", ExitCode.Usage);
        }

        if (WordFile.TryRead(eeprom, Mlx90640Registers.EepromWords, out ushort[] words) is { } problem)
        {
            return Output.Error(problem, ExitCode.NoInput);
        }

        var parameters = new Mlx90640Parameters();
        if (Mlx90640Eeprom.TryExtract(words, parameters) != SensorFault.None)
        {
            return Output.Error($"{eeprom}: these are not the calibration words of a healthy MLX90640. Read the EEPROM again, or replace the sensor.", ExitCode.No);
        }

        float[] celsius = new float[Mlx90640Registers.Pixels];
        Array.Fill(celsius, float.NaN);
        var subPages = new JsonArray();
        foreach (string path in frames)
        {
            if (WordFile.TryRead(path, FrameWords, out ushort[] frame) is { } wrong)
            {
                return Output.Error(wrong, ExitCode.NoInput);
            }

            ushort control = frame[^2];
            int subPage = frame[^1];
            if (subPage > 1)
            {
                return Output.Error($"{path}: the last word is the sub-page, 0 or 1, not {subPage}.", ExitCode.NoInput);
            }

            if (Mlx90640Conversion.TryConvert(frame.AsSpan(0, Mlx90640Registers.RamWords), control, subPage, parameters, conditions, celsius, out SubPageReadings readings) != SensorFault.None)
            {
                return Output.Error($"{path}: a damaged frame: a line is marked bad, or supply, chip temperature or a pixel make no sense.", ExitCode.No);
            }

            subPages.Add(new JsonObject { ["subPage"] = subPage, ["supplyVolts"] = readings.SupplyVolts, ["sensorCelsius"] = readings.AmbientCelsius });
        }

        if (repair)
        {
            DeviatingPixels.Repair(celsius, parameters.Deviating, Mlx90640Registers.Columns);
        }

        Show(celsius, parameters, subPages, print);
        return ExitCode.Ok;
    }

    private static void Show(float[] celsius, Mlx90640Parameters parameters, JsonArray subPages, Print print)
    {
        switch (print)
        {
            case Print.Csv:
                foreach (float value in celsius)
                {
                    Console.Out.WriteLine(value.ToString("F6", CultureInfo.InvariantCulture));
                }

                break;
            case Print.Json:
                Output.JsonLine(new JsonObject
                {
                    ["width"] = Mlx90640Registers.Columns,
                    ["height"] = Mlx90640Registers.Rows,
                    ["subPages"] = subPages,
                    ["deviating"] = new JsonArray([.. parameters.Deviating.ToArray().Select(static p => (JsonNode)(int)p)]),
                    ["celsius"] = new JsonArray([.. celsius.Select(static c => float.IsNaN(c) ? null : (JsonNode)Math.Round((double)c, 6))]),
                });
                break;
            default:
                foreach (float[] row in celsius.Chunk(Mlx90640Registers.Columns))
                {
                    Console.Out.WriteLine(string.Join(' ', row.Select(static c => c.ToString("F2", CultureInfo.InvariantCulture).PadLeft(6))));
                }

                break;
        }
    }
}
