using System.Globalization;

namespace EdgeCheckpoint.Hardware.Board;

/// <summary>Reads the board's own sensors from the kernel's files. Any thread.</summary>
/// <param name="root">Where <c>sys</c> and <c>proc</c> are: <c>/</c>.</param>
public sealed class BoardSensors(string root)
{
    /// <summary>Driver of the Raspberry Pi's supply sensor.</summary>
    private const string SupplyDriver = "rpi_volt";

    public BoardReading Read() => new(Model(), Celsius(), Undervoltage());

    private string Model() => Text(Path.Combine(root, "proc/device-tree/model")).TrimEnd('\0');

    private double? Celsius()
    {
        double? hottest = null;
        foreach (string zone in Folders("sys/class/thermal", "thermal_zone*"))
        {
            if (long.TryParse(Text(Path.Combine(zone, "temp")), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long thousandths))
            {
                hottest = Math.Max(hottest ?? double.MinValue, thousandths / 1000.0);
            }
        }

        return hottest;
    }

    private bool? Undervoltage()
    {
        foreach (string sensor in Folders("sys/class/hwmon", "hwmon*"))
        {
            if (Text(Path.Combine(sensor, "name")) == SupplyDriver)
            {
                return Text(Path.Combine(sensor, "in0_lcrit_alarm")) switch { "1" => true, "0" => false, _ => null };
            }
        }

        return null;
    }

    private IEnumerable<string> Folders(string parent, string pattern)
    {
        string folder = Path.Combine(root, parent);
        return Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, pattern).Order(StringComparer.Ordinal) : [];
    }

    /// <summary>Empty when the file is not there or its sensor does not answer.</summary>
    private static string Text(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file).Trim() : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
