using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Hardware.Thermal;

namespace EdgeCheckpoint.Cli.Verbs.Thermal;

/// <summary><c>checkpointctl thermal calibrate</c>: writes down, and shows, how far a sensor is off.</summary>
internal static class CalibrateVerb
{
    private const int DaysAtMost = 366;

    private static readonly Option<string> File = new("--file") { Description = "The kiosk's thermal:calibrationFile.", DefaultValueFactory = static _ => "/var/lib/edge-checkpoint/calibration.jsonl" };

    public static Command Create() => new("calibrate", "The record of calibrations a kiosk reads.") { Record(), Show() };

    private static Command Record()
    {
        var reference = new Option<double>("--reference") { Description = "Temperature of the reference, °C.", Required = true, CustomParser = Decimals.Parse };
        var measured = new Option<double>("--measured") { Description = "What the sensor said of it, °C.", Required = true, CustomParser = Decimals.Parse };
        var ambient = new Option<double>("--ambient") { Description = "Air temperature, °C.", Required = true, CustomParser = Decimals.Parse };
        var by = new Option<string>("--by") { Description = "Who compared them.", Required = true };
        var days = new Option<int>("--days") { Description = "Days it is valid.", DefaultValueFactory = static _ => 30 };
        var command = new Command("record", "Adds a calibration: from now on its offset is added to every reading.") { File, reference, measured, ambient, by, days };
        command.SetAction(parsed =>
        {
            int valid = parsed.GetValue(days);
            if (valid is < 1 or > DaysAtMost)
            {
                return Output.Error($"--days must be 1 to {DaysAtMost}.", ExitCode.Usage);
            }

            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            var record = new CalibrationRecord(
                parsed.GetValue(reference), parsed.GetValue(measured), parsed.GetValue(ambient), parsed.GetValue(by)!.Trim(), now, now.AddDays(valid));
            return Add(parsed.GetValue(File)!, record);
        });
        return command;
    }

    private static int Add(string file, CalibrationRecord record)
    {
        if (!record.IsSensible)
        {
            return Output.Error(
                $"This is no calibration: the reference must be 30 to 45 °C, the air -40 to 60 °C, --by a name of printable signs, and a sensor off by more than {CalibrationRecord.OffsetAtMostCelsius:F0} °C is broken.",
                ExitCode.Usage);
        }

        if (Path.Exists(file) && CalibrationFile.Read(file, out string? problem).Count == 0)
        {
            return Output.Error($"{problem}. Move it away, or name another file.", ExitCode.NoInput);
        }

        try
        {
            CalibrationFile.Append(file, record);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Output.Error($"{file}: {e.Message}", ExitCode.Io);
        }

        Console.Out.WriteLine(Line(record));
        return ExitCode.Ok;
    }

    private static Command Show()
    {
        Option<bool> json = Output.JsonOption();
        var command = new Command("show", "Shows the calibrations of a kiosk, the one in force last; fails where none is in force.") { File, json };
        command.SetAction(parsed => Print(parsed.GetValue(File)!, parsed.GetValue(json)));
        return command;
    }

    private static int Print(string file, bool json)
    {
        IReadOnlyList<CalibrationRecord> records = CalibrationFile.Read(file, out string? problem);
        if (problem is not null)
        {
            return Output.Error($"{problem.TrimEnd('.')}.", ExitCode.NoInput);
        }

        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        foreach (CalibrationRecord record in records)
        {
            bool inForce = record == records[^1] && record.ReasonAt(now) is null;
            if (json)
            {
                Output.JsonLine(new JsonObject
                {
                    ["referenceCelsius"] = record.ReferenceCelsius,
                    ["measuredCelsius"] = record.MeasuredCelsius,
                    ["ambientCelsius"] = record.AmbientCelsius,
                    ["offsetCelsius"] = Math.Round(record.OffsetCelsius, 3),
                    ["by"] = record.By,
                    ["at"] = record.At.ToString("O", CultureInfo.InvariantCulture),
                    ["validUntil"] = record.ValidUntil.ToString("O", CultureInfo.InvariantCulture),
                    ["inForce"] = inForce,
                });
            }
            else
            {
                Console.Out.WriteLine(Line(record) + (inForce ? "  in force" : ""));
            }
        }

        return records[^1].ReasonAt(now) is null ? ExitCode.Ok : Output.Error("The last calibration has expired; the kiosk is degraded.", ExitCode.No);
    }

    private static string Line(CalibrationRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{record.At:yyyy-MM-dd HH:mm}Z  reference {record.ReferenceCelsius:F2}  measured {record.MeasuredCelsius:F2}  offset {record.OffsetCelsius:+0.00;-0.00}  ambient {record.AmbientCelsius:F1} °C  by {record.By}  valid until {record.ValidUntil:yyyy-MM-dd}");
}
